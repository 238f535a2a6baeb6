import type { DentalWorkState } from '@suizhen/contract';
import { addDays, addMinutes, instantAt } from '../../src/kernel/local-date';
import { toothPicture } from './data/picture';
import { addRows, type DemoContext } from './demo-context';
import { addFile } from './demo-files';
import { branchId } from './directory';
import { familyMember } from './family-ids';
import { demoId } from './seeded';
import { staffId } from './staff';

const notes = [
  { ago: 40, tooth: '16', finding: '咬合面深龋，冷刺激痛', treatment: '去腐，根管治疗后全冠修复' },
  { ago: 12, tooth: '16', finding: '戴冠后咬合良好，边缘密合', treatment: '抛光，口腔卫生指导' },
  { ago: 12, tooth: '36', finding: '邻面浅龋', treatment: '树脂充填' },
  { ago: 12, tooth: '48', finding: '近中阻生，偶有肿痛', treatment: '建议择期拔除' },
];

/** 陈晓雯's tooth 16 from the first picture to the crown, and a crown of her husband's that is on its way. */
export async function addTeeth(context: DemoContext): Promise<void> {
  const { sql, today } = context;
  const [mother, husband] = [familyMember(0, 0), familyMember(0, 1)];
  await addRows(
    sql,
    'tooth_note',
    notes.map(({ ago, tooth, finding, treatment }) => ({
      id: demoId('tooth-note', `${tooth}/${ago}`),
      patient_id: mother.patientId,
      tooth,
      finding,
      treatment,
      staff_id: staffId('doctor'),
      noted_at: instantAt(addDays(today, -ago), '10:20'),
    })),
  );
  await addPicture(context, mother.patientId, 'before', 40);
  await addPicture(context, mother.patientId, 'after', 12);
  await addOrder(context, mother.patientId, {
    key: '16',
    item: '氧化锆全瓷冠',
    shade: 'A2',
    startedAgo: 36,
    dueAgo: 14,
    way: ['ordered', 'in-lab', 'returned', 'remake', 'in-lab', 'returned', 'fitted'],
  });
  await addOrder(context, husband.patientId, {
    key: '26',
    item: '烤瓷冠',
    shade: 'A3',
    startedAgo: 8,
    dueAgo: -4,
    way: ['ordered', 'in-lab'],
  });
}

async function addPicture(
  context: DemoContext,
  patientId: string,
  moment: 'before' | 'after',
  ago: number,
): Promise<void> {
  const date = addDays(context.today, -ago);
  const at = instantAt(date, '10:30');
  const id = demoId('dental-picture', `${patientId}/${moment}`);
  const fileId = await addFile(context, {
    key: id,
    name: moment === 'before' ? '16 治疗前.png' : '16 治疗后.png',
    contentType: 'image/png',
    content: toothPicture(moment),
    owner: { staff_id: staffId('doctor') },
    at,
    attachedTo: 'dental-picture',
  });
  await addRows(context.sql, 'dental_picture', [
    {
      id,
      patient_id: patientId,
      file_id: fileId,
      moment,
      tooth: '16',
      caption: moment === 'before' ? '深龋' : '全冠修复后',
      taken_on: date,
      pair_key: '16 全冠',
      staff_id: staffId('doctor'),
      added_at: at,
    },
  ]);
}

interface Order {
  key: string;
  item: string;
  shade: string;
  startedAgo: number;
  /** Below zero: still to come. */
  dueAgo: number;
  way: DentalWorkState[];
}

async function addOrder(
  { sql, today }: DemoContext,
  patientId: string,
  order: Order,
): Promise<void> {
  const id = demoId('dental-work-order', `${patientId}/${order.key}`);
  const createdAt = instantAt(addDays(today, -order.startedAgo), '11:00');
  await addRows(sql, 'dental_work_order', [
    {
      id,
      patient_id: patientId,
      branch_id: branchId('MAIN'),
      order_no: `D${today.replaceAll('-', '').slice(2)}DEM${order.key}A`,
      item: order.item,
      teeth: [order.key],
      laboratory: '康美义齿加工中心',
      shade: order.shade,
      state: order.way.at(-1),
      due_on: addDays(today, -order.dueAgo),
      created_at: createdAt,
      version: order.way.length,
    },
  ]);
  await addRows(
    sql,
    'dental_work_step',
    order.way.map((state, index) => ({
      id: demoId('dental-work-step', `${id}/${index}`),
      work_order_id: id,
      state,
      at: addMinutes(createdAt, index * 3 * 1_440),
      staff_id: staffId('doctor'),
      note: state === 'remake' ? '邻接过紧，颜色偏白' : '',
    })),
  );
}
