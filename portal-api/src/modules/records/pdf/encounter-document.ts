/** The summary of a visit on paper. */
import type { EncounterClass, OrderKind, ResponseOf } from '@suizhen/contract';
import { momentText } from '../moment-text';
import type { Content, PdfDocument } from './pdf-document';
import { closingOf, paragraphOf, tableOf, type Reader, type Subject } from './paper';

type Encounter = ResponseOf<'getEncounter'>;

const classNames: Record<EncounterClass, string> = {
  outpatient: '门诊',
  emergency: '急诊',
  inpatient: '住院',
  'physical-exam': '体检',
};

const orderNames: Record<OrderKind, string> = {
  medication: '药品',
  lab: '检验',
  imaging: '检查',
  procedure: '治疗',
  dental: '口腔',
};

export function encounterDocument(
  encounter: Encounter,
  subject: Subject,
  reader: Reader,
): PdfDocument {
  const ended = encounter.endedAt ? ` 至 ${moment(encounter.endedAt)}` : '';
  return {
    title: `${classNames[encounter.class]}就诊小结`,
    hospital: `${subject.hospital} ${encounter.branchName}`,
    heading: [
      `姓名：${subject.name}`,
      `性别：${subject.gender}`,
      `年龄：${subject.age} 岁`,
      `就诊号：${encounter.visitNo || '—'}`,
    ],
    facts: [
      [
        `科室：${encounter.departmentName || '—'}`,
        `医生：${encounter.doctorName || '—'}`,
        `就诊卡：${subject.cardNumber || '—'}`,
      ],
      [`就诊时间：${moment(encounter.startedAt)}${ended}`],
    ],
    content: [
      ...paragraphOf('主诉', encounter.chiefComplaint),
      ...paragraphOf('诊断', diagnosesOf(encounter)),
      ...paragraphOf('治疗', encounter.treatment),
      ...ordersOf(encounter),
      ...paragraphOf('医嘱与建议', encounter.advice),
      closingOf([
        ['医生签名', ''],
        ['打印', `${reader.name} ${momentText(reader.at)}`],
      ]),
    ],
    foot: '本小结供复诊与转诊参考，以病历原件为准。',
    watermark: `${reader.name} ${momentText(reader.at)} 打印`,
  };
}

const moment = (instant: string) => momentText(new Date(instant));

function diagnosesOf({ diagnoses }: Encounter): string {
  return diagnoses
    .map(({ name, code, isMain }, index) => {
      const mark = isMain && diagnoses.length > 1 ? '（主要诊断）' : '';
      return `${index + 1}. ${name}${code ? ` [${code}]` : ''}${mark}`;
    })
    .join('\n');
}

function ordersOf({ orders }: Encounter): Content[] {
  if (orders.length === 0) return [];
  const rows = orders.map(({ kind, name, dosage, quantityText, orderedAt }) =>
    [orderNames[kind], name, dosage, quantityText, moment(orderedAt)].map((text) => ({ text })),
  );
  return [
    { text: '处方与医嘱', bold: true, fontSize: 10.5, margin: [0, 4, 0, 2] },
    tableOf(['类别', '项目', '用法', '数量', '开立时间'], [36, '*', 150, 60, 92], rows),
  ];
}
