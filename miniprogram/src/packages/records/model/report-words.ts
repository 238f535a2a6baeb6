/** How reports and what stands in them are said to patients. */
import type { ReportKind, ReportStatus, ResultFlag } from '@suizhen/contract/wire';
import type { ResponseOf } from '@suizhen/contract';
import type { TagTone } from '@/shared/ui/Tag/Tag';

export type ReportSummary = ResponseOf<'searchMyReports'>['items'][number];
export type Report = ResponseOf<'getMyReport'>;
export type ReportItem = Report['items'][number];

export const kindWords: Record<ReportKind, string> = {
  lab: '检验',
  imaging: '影像',
  pathology: '病理',
  'physical-exam': '体检',
  'dental-picture': '口腔影像',
};

interface Mark {
  words: string;
  tone: TagTone;
}

/** What sets a report apart from an ordinary finished one; null where nothing does. */
export function statusMark(status: ReportStatus): Mark | null {
  switch (status) {
    case 'corrected':
    case 'amended':
      return { words: status === 'corrected' ? '已更正' : '有补充', tone: 'warn' };
    case 'cancelled':
      return { words: '已撤回', tone: 'quiet' };
    case 'preliminary':
      return { words: '初步结果', tone: 'info' };
    case 'final':
      return null;
  }
}

type Closed = Pick<ReportSummary, 'status'>;

/** Why a report that is listed cannot be opened: beside its name, and as a sentence. */
export const closedMark = ({ status }: Closed): string =>
  status === 'cancelled' ? '已撤回' : '需到医院领取';

export const closedWords = ({ status }: Closed): string =>
  status === 'cancelled'
    ? '医院撤回了这份报告，有疑问请联系开单科室'
    : '这份报告需要本人带证件到医院领取，医生会当面为您说明';

export const abnormalWords = (count: number): string => `${count} 项超出参考范围`;

interface FlagWords {
  /** Beside the value, with an arrow: never by colour alone. */
  words: string;
  arrow: string;
  isCritical: boolean;
}

/** Null for what lies within its range. */
const flagWords: Record<ResultFlag, FlagWords | null> = {
  N: null,
  H: { words: '偏高', arrow: '↑', isCritical: false },
  L: { words: '偏低', arrow: '↓', isCritical: false },
  HH: { words: '危急 偏高', arrow: '↑↑', isCritical: true },
  LL: { words: '危急 偏低', arrow: '↓↓', isCritical: true },
  A: { words: '异常', arrow: '!', isCritical: false },
};

export const valueWords = ({ value, unit }: { value: string; unit: string }): string =>
  unit ? `${value} ${unit}` : value;

/** ↑ 偏高; empty within the range. */
export function flagText(flag: ResultFlag): string {
  const said = flagWords[flag];
  return said ? `${said.arrow} ${said.words}` : '';
}

export const isAbnormal = ({ flag }: { flag: ResultFlag }): boolean => flag !== 'N';

/** 参考 3.9–6.1, from the laboratory's words, else from its numbers. */
export function rangeWords(item: {
  rangeText?: string;
  rangeLow: number | null;
  rangeHigh: number | null;
}): string {
  if (item.rangeText) return item.rangeText;
  const { rangeLow: low, rangeHigh: high } = item;
  if (low !== null && high !== null) return `${low}–${high}`;
  if (low !== null) return `≥ ${low}`;
  return high === null ? '' : `≤ ${high}`;
}
