/** How the parts of a timeline are called. */
import type {
  AppointmentStatus,
  DentalPictureMoment,
  DentalWorkState,
  DocumentCategory,
  EncounterClass,
  ReportKind,
  ResponseOf,
  VitalKind,
} from '@suizhen/contract';
import { workStateWords } from '../dental/work-order.states';
import { kindRules } from '../vitals/vital.rules';
import type { TimelineRow } from './timeline-sql';

type Entry = ResponseOf<'getPatientTimeline'>['items'][number];

const appointments: Record<AppointmentStatus, string> = {
  pending: '待确认',
  booked: '已预约',
  arrived: '已到诊',
  fulfilled: '已就诊',
  cancelled: '已取消',
  noshow: '未到诊',
};

const encounters: Record<EncounterClass | 'cancelled', string> = {
  outpatient: '门诊',
  emergency: '急诊',
  inpatient: '住院',
  'physical-exam': '体检',
  cancelled: '就诊已取消',
};

const reports: Record<ReportKind | 'cancelled', string> = {
  lab: '检验报告',
  imaging: '影像报告',
  pathology: '病理报告',
  'physical-exam': '体检报告',
  'dental-picture': '口腔影像',
  cancelled: '报告已撤销',
};

const documents: Record<DocumentCategory, string> = {
  'outside-report': '外院报告',
  discharge: '出院资料',
  prescription: '处方',
  other: '其他资料',
};

const dental: Record<DentalWorkState | DentalPictureMoment | 'note', string> = {
  note: '口腔检查记录',
  before: '治疗前照片',
  during: '治疗中照片',
  after: '治疗后照片',
  ...workStateWords,
};

const join = (...parts: string[]) => parts.filter(Boolean).join('，');

/** @returns title and detail */
function wordsOf({ kind, title, code, more }: TimelineRow): [title: string, detail: string] {
  switch (kind) {
    case 'appointment':
      return [title, `${appointments[code as AppointmentStatus]}`];
    case 'encounter':
      return [
        title || encounters[code as EncounterClass],
        join(encounters[code as EncounterClass], more),
      ];
    case 'report':
      return [title, join(reports[code as ReportKind], more)];
    case 'document':
      return [title, join(documents[code as DocumentCategory], more)];
    case 'vital-alarm':
      return [`${kindRules[code as VitalKind].name}超出提醒范围`, more];
    case 'dental': {
      const word = dental[code as DentalWorkState];
      return code in workStateWords
        ? [`加工单 ${title}`, join(word, more)]
        : [join(word, title), more];
    }
  }
}

export function presentEntry(row: TimelineRow): Entry {
  const [title, detail] = wordsOf(row);
  const { kind, id, is_abnormal: isAbnormal } = row;
  return { kind, id, at: row.at.toISOString(), title, detail, isAbnormal };
}
