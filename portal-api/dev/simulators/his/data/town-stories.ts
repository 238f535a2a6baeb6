/** Visits of the people of the town, whom nobody signs in as. */
import type { Seeded } from '../../../demo-data/seeded';
import { diabetes, hypertension } from './common-diagnoses';
import type { Story, VisitPlan } from './visit-plan';

const townVisits: readonly Omit<VisitPlan, 'daysAgo'>[] = [
  {
    department: '03.02',
    complaint: '上腹胀痛 1 个月',
    diagnoses: [['K29.500', '慢性胃炎']],
    treatment: '抑酸治疗。',
    advice: '规律饮食，2 周后复诊。',
    panels: ['helicobacter', 'bloodCount'],
    drugs: ['omeprazole'],
  },
  {
    department: '03.04',
    complaint: '头晕，血压 158/96 mmHg',
    diagnoses: [hypertension],
    treatment: '降压治疗，低盐饮食。',
    advice: '早晚各测一次血压并记录。',
    panels: ['lipids', 'kidney'],
    narratives: ['ecg'],
    drugs: ['amlodipine'],
  },
  {
    department: '03.07',
    complaint: '口干、乏力',
    diagnoses: [diabetes],
    treatment: '口服降糖药，糖尿病饮食。',
    advice: '3 个月后复查糖化血红蛋白。',
    panels: ['sugar', 'urine'],
    drugs: ['metformin'],
    course: { GLU: 8.9, HbA1c: 7.6 },
  },
  {
    department: '03.01',
    complaint: '咳嗽、咳痰 2 周',
    diagnoses: [['J20.900', '急性支气管炎']],
    treatment: '止咳化痰。',
    advice: '多饮水，1 周无好转复诊。',
    panels: ['bloodCount'],
    narratives: ['chestClear'],
  },
  {
    department: '02',
    complaint: '入职体检',
    class: 'physical-exam',
    diagnoses: [['Z00.000', '健康体检']],
    treatment: '',
    advice: '未见明显异常。',
    isPhysicalExam: true,
  },
];

/** One to three visits of the last two years; the places are those that every branch has. */
export function townStory(random: Seeded, departments: ReadonlySet<string>): Story {
  const possible = townVisits.filter(({ department }) => departments.has(department));
  const count = random.int(1, 3);
  return {
    course: {},
    visits: Array.from({ length: count }, () => ({
      ...random.pick(possible),
      daysAgo: random.int(4, 700),
    })).sort((a, b) => b.daysAgo - a.daysAgo),
  };
}
