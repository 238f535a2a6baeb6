/** A report on paper. */
import type { ReportKind, ReportStatus, ResponseOf, ResultFlag } from '@suizhen/contract';
import { localDateOf } from '../../../kernel';
import { momentText } from '../moment-text';
import { reportKindNames } from '../records.settings';
import type { Content, PdfDocument, TextBlock } from './pdf-document';
import { closingOf, paragraphOf, tableOf, type Reader, type Subject } from './paper';

type Report = ResponseOf<'getMyReport'>;

/** In words: a copy has no colours, and neither have all eyes. */
const flagWords: Record<ResultFlag, string> = {
  N: '',
  H: '↑ 偏高',
  L: '↓ 偏低',
  HH: '↑↑ 危急',
  LL: '↓↓ 危急',
  A: '异常',
};

/** What must not be taken for a plain final report. */
const statusWords: Record<ReportStatus, string> = {
  preliminary: '（初步报告）',
  final: '',
  amended: '（补充报告）',
  corrected: '（更正报告）',
  cancelled: '（已撤回，不作为诊疗依据）',
};

const feet: Record<ReportKind, string> = {
  lab: '本报告仅对所检标本负责；结果请结合临床，由医生解读。',
  imaging: '本报告供临床参考，请结合临床，由医生解读。',
  pathology: '本报告仅对所送标本负责；结果请由医生解读。',
  'physical-exam': '本报告仅反映体检当时的情况，异常项目请咨询医生。',
  'dental-picture': '本报告供临床参考，请结合临床，由医生解读。',
};

export function reportDocument(report: Report, subject: Subject, reader: Reader): PdfDocument {
  return {
    title: `${reportKindNames[report.kind]} · ${report.name}${statusWords[report.status]}`,
    hospital: `${subject.hospital} ${report.branchName}`,
    heading: [
      `姓名：${subject.name}`,
      `性别：${subject.gender}`,
      `年龄：${subject.age} 岁`,
      `报告号：${report.reportNo || '—'}`,
    ],
    facts: factsOf(report, subject),
    content: [
      ...correctionOf(report),
      ...(report.items.length ? [itemsOf(report.items)] : []),
      ...paragraphOf('检查所见', report.findings),
      ...paragraphOf(report.kind === 'lab' ? '备注' : '诊断意见', report.conclusion),
      closingOf([
        [isOfSpecimen(report) ? '采集时间' : '检查时间', moment(report.collectedAt)],
        ['报告时间', moment(report.issuedAt)],
        ['审核时间', moment(report.reviewedAt)],
        [report.kind === 'lab' ? '检验者' : '报告医生', report.performerName || '—'],
        ['审核者', report.reviewerName || '—'],
      ]),
    ],
    foot: feet[report.kind],
    watermark: `${reader.name} ${momentText(reader.at)} 查看`,
  };
}

/** Pictures have no specimen, and some hospitals no cards: what nobody said takes no place. */
function factsOf(report: Report, subject: Subject): string[][] {
  const facts = [
    ['科室', report.departmentName],
    ['标本', report.specimen],
    ['申请医生', report.requesterName],
    ['就诊卡', subject.cardNumber],
  ];
  const said = facts.flatMap(([name, value]) => (value ? [`${name}：${value}`] : []));
  return said.length > 0 ? [said] : [];
}

const isOfSpecimen = ({ kind }: Report): boolean => kind === 'lab' || kind === 'pathology';

const moment = (instant: string | null) => (instant ? momentText(new Date(instant)) : '—');

function correctionOf({ correctionNote }: Report): Content[] {
  return correctionNote ? [{ text: correctionNote, bold: true, margin: [0, 0, 0, 8] }] : [];
}

function itemsOf(items: Report['items']): Content {
  const rows = items.map((item, index): TextBlock[] => {
    const isBold = item.flag !== 'N';
    return [
      { text: String(index + 1) },
      { text: item.name, bold: isBold },
      { text: item.value, bold: isBold },
      { text: flagWords[item.flag], bold: isBold },
      { text: item.unit },
      { text: item.rangeText },
      {
        text: item.previous
          ? `${item.previous.value}（${localDateOf(new Date(item.previous.at))}）`
          : '',
      },
    ];
  });
  const heads = ['序号', '项目', '结果', '提示', '单位', '参考范围', '上次结果'];
  return tableOf(heads, [26, '*', 58, 46, 54, 78, 88], rows);
}
