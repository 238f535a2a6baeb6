import type { ResponseOf } from '../../../portal-api/contract/src';
import { config, patient } from './stub-answers';

/** The records of one patient, as the API would tell of them. */
const idOf = (last: number): string =>
  `3f1c1f0e-0000-4000-8000-0000000003${String(last).padStart(2, '0')}`;

const issuedAt = '2026-11-19T02:30:00.000Z';

export const summary: ResponseOf<'searchMyReports'>['items'][number] = {
  id: idOf(1),
  patientId: patient.id,
  kind: 'lab',
  name: '生化全套',
  status: 'final',
  revision: 1,
  departmentId: idOf(2),
  departmentName: '内分泌科',
  branchName: '总院',
  collectedAt: '2026-11-19T00:10:00.000Z',
  issuedAt,
  abnormalCount: 2,
  isUnread: true,
  isOpenable: true,
};

/** To be fetched at the desk. */
const pathology: ResponseOf<'searchMyReports'>['items'][number] = {
  ...summary,
  id: idOf(3),
  kind: 'pathology',
  name: '胃镜活检病理',
  abnormalCount: 0,
  isUnread: false,
  isOpenable: false,
};

export const reports = (unread: number): ResponseOf<'searchMyReports'> => ({
  items: [{ ...summary, isUnread: unread > 0 }, pathology],
  nextCursor: null,
  unread,
  departments: [{ id: idOf(2), name: '内分泌科' }],
});

const item: ResponseOf<'getMyReport'>['items'][number] = {
  id: idOf(4),
  code: 'GLU',
  name: '葡萄糖',
  value: '7.4',
  number: 7.4,
  unit: 'mmol/L',
  rangeText: '3.9–6.1',
  rangeLow: 3.9,
  rangeHigh: 6.1,
  flag: 'H',
  method: '己糖激酶法',
  previous: { value: '6.8', unit: 'mmol/L', flag: 'H', at: '2025-11-02T02:00:00.000Z' },
  hasTrend: true,
  explanation: {
    text: '空腹血糖比参考范围高，可能与饮食、药物或糖代谢有关。',
    reviewedOn: '2026-10-01',
  },
};

export const report: ResponseOf<'getMyReport'> = {
  ...summary,
  isUnread: false,
  reportNo: 'L20261119001',
  specimen: '血清',
  requesterName: '陈医生',
  performerName: '周检验',
  reviewerName: '吴审核',
  receivedAt: null,
  reviewedAt: issuedAt,
  findings: '',
  conclusion: '',
  items: [
    item,
    {
      ...item,
      id: idOf(5),
      code: 'K',
      name: '钾',
      value: '2.6',
      number: 2.6,
      rangeText: '3.5–5.3',
      rangeLow: 3.5,
      rangeHigh: 5.3,
      flag: 'L',
      previous: null,
      hasTrend: false,
      explanation: null,
    },
    {
      ...item,
      id: idOf(6),
      code: 'CREA',
      name: '肌酐',
      value: '66',
      number: 66,
      unit: 'μmol/L',
      rangeText: '41–81',
      rangeLow: 41,
      rangeHigh: 81,
      flag: 'N',
      previous: null,
      hasTrend: false,
      explanation: null,
    },
  ],
  hasImages: true,
  correctionNote: '',
};

const at = (year: number) => `${year}-11-02T02:00:00.000Z`;
const band = { rangeLow: 3.9, rangeHigh: 6.1 };

export const trend: ResponseOf<'getMyTrend'> = {
  code: 'GLU',
  name: '葡萄糖',
  unit: 'mmol/L',
  points: [
    { reportId: idOf(7), at: at(2023), value: '5.2', number: 5.2, flag: 'N', ...band },
    { reportId: idOf(8), at: at(2025), value: '6.8', number: 6.8, flag: 'H', ...band },
    { reportId: summary.id, at: issuedAt, value: '7.4', number: 7.4, flag: 'H', ...band },
  ],
  leftOut: 1,
};

export const stepUp: ResponseOf<'getStepUp'> = { until: null, phoneMasked: '139****0077' };
export const codeSent: ResponseOf<'requestStepUpCode'> = {
  retryAfterSeconds: 60,
  expiresInSeconds: 300,
};
export const steppedUp: ResponseOf<'confirmStepUp'> = { until: '2026-11-20T02:30:00.000Z' };

export const ticket: ResponseOf<'createReportTicket'> = {
  url: '/api/portal/tickets/ticket-of-twenty-letters-or-more',
  expiresAt: '2026-11-20T02:01:00.000Z',
};

export const share: ResponseOf<'listMyReportShares'>['items'][number] = {
  id: idOf(9),
  createdAt: config.serverTime,
  expiresAt: '2026-11-23T02:00:00.000Z',
  endedAt: null,
  opened: 0,
  lastOpenedAt: null,
};
export const newShare: ResponseOf<'shareMyReport'> = {
  ...share,
  url: 'https://example.org/shared-report#token-of-twenty-letters-or-more',
  accessCode: '482913',
};

const reading: ResponseOf<'recordMyVital'> = {
  id: idOf(10),
  kind: 'blood-pressure',
  systolic: 128,
  diastolic: 82,
  value: null,
  unit: 'mmHg',
  moment: null,
  measuredAt: '2026-11-19T00:00:00.000Z',
  source: 'manual',
  deviceName: '',
  note: '',
  isBeyondLimits: false,
};
export const highReading: ResponseOf<'recordMyVital'> = {
  ...reading,
  id: idOf(11),
  systolic: 168,
  diastolic: 98,
  measuredAt: config.serverTime,
  isBeyondLimits: true,
};
export const vitals = (...newest: ResponseOf<'recordMyVital'>[]): ResponseOf<'listMyVitals'> => ({
  items: [...newest, reading],
  limits: [
    {
      kind: 'blood-pressure',
      low: 90,
      high: 140,
      lowDiastolic: 60,
      highDiastolic: 90,
      isPersonal: false,
    },
  ],
});

const file: ResponseOf<'uploadFile'> = {
  id: idOf(12),
  name: 'ct.jpg',
  contentType: 'image/jpeg',
  bytes: 4,
  createdAt: config.serverTime,
};
export const uploaded = file;
export const document: ResponseOf<'addMyDocument'> = {
  id: idOf(13),
  patientId: patient.id,
  category: 'outside-report',
  title: '胸部 CT',
  hospitalName: '市第一医院',
  documentDate: null,
  files: [file],
  addedAt: config.serverTime,
  addedBy: '您',
};

export const encounter: ResponseOf<'getMyEncounter'> = {
  id: idOf(14),
  patientId: patient.id,
  class: 'outpatient',
  status: 'finished',
  visitNo: 'M2026111901',
  branchName: '总院',
  departmentName: '内分泌科',
  doctorName: '陈医生',
  startedAt: '2026-11-19T00:00:00.000Z',
  endedAt: null,
  diagnosisText: '2 型糖尿病',
  reports: 1,
  chiefComplaint: '口干一月',
  treatment: '',
  advice: '少吃甜食，一月后复查',
  diagnoses: [{ code: 'E11.9', name: '2 型糖尿病', isMain: true }],
  orders: [
    {
      kind: 'medication',
      name: '二甲双胍片',
      dosage: '0.5 g 每日两次',
      quantityText: '2 盒',
      status: 'active',
      orderedAt: issuedAt,
    },
  ],
  charges: [{ name: '生化全套', quantityText: '1 次', amountFen: 12_000, chargedAt: issuedAt }],
  chargedFen: 12_000,
  reportLinks: [{ id: summary.id, name: summary.name, status: 'final', isOpenable: true }],
};
