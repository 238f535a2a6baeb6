/** Sentences worth reading before the patient comes in: what differs from any other visit. */
import type { CareClass, FeeState } from '@suizhen/contract';
import { chineseDay, type LocalDate } from '../../../kernel';

export interface PromptFacts {
  age: number;
  careClass: CareClass;
  allergies: string;
  noShows: number;
  visitCount: number;
  feeState: FeeState;
  lastVisit: { date: LocalDate; departmentName: string; doctorName: string } | null;
  follows: LocalDate | null;
}

/** From then on somebody may need help on the way in. */
const elderlyFrom = 70;

const careWords: Record<CareClass, string | null> = {
  regular: null,
  key: '重点患者，请优先关照',
  special: '特殊患者，接诊前请查看档案备注',
};

/** What could harm comes first, what is merely good to know last. */
export function promptsFor(facts: PromptFacts): string[] {
  const { lastVisit, follows } = facts;
  return [
    facts.allergies ? `过敏：${facts.allergies}` : null,
    careWords[facts.careClass],
    facts.age >= elderlyFrom ? `${facts.age} 岁高龄，请留意行动和陪同` : null,
    facts.age < 1 ? '不满周岁的婴儿' : null,
    follows ? `复诊预约，上次 ${chineseDay(follows)}` : null,
    lastVisit && !follows
      ? `上次就诊 ${dayWithYear(lastVisit.date)} ${lastVisit.departmentName} ${lastVisit.doctorName}`
      : null,
    facts.visitCount === 0 ? '首次来院就诊' : null,
    facts.noShows > 0 ? `近期爽约 ${facts.noShows} 次` : null,
    facts.feeState === 'pay-at-desk' ? '挂号费未缴' : null,
  ].filter((prompt) => prompt !== null);
}

/** 2026年2月3日: the last visit may lie years back. */
function dayWithYear(date: LocalDate): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日`;
}
