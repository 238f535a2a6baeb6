/** Reports: lab, imaging, pathology, physical exam, dental pictures; released by rule, read by those who may. */
import { z } from 'zod';
import {
  criticalStates,
  explanationStates,
  releaseStates,
  reportKinds,
  reportStatuses,
  resultFlags,
} from './wire';
import {
  flag,
  id,
  instant,
  listOf,
  localDate,
  optionalText,
  pageOf,
  pageQuery,
  text,
} from './common';
import { operation } from './operation';

const tag = 'reports';

export const ReportSummary = z
  .object({
    id,
    patientId: id,
    kind: z.enum(reportKinds),
    name: z.string(),
    status: z.enum(reportStatuses),
    revision: z.int().meta({ description: 'Grows when a correction replaces the report' }),
    departmentId: id.nullable(),
    departmentName: z.string(),
    branchName: z.string(),
    collectedAt: instant.nullable(),
    issuedAt: instant,
    abnormalCount: z.int(),
    isUnread: z.boolean().meta({ description: 'Not opened since it came or was corrected' }),
    isOpenable: z
      .boolean()
      .meta({ description: 'False: it is there and has to be fetched in person' }),
  })
  .meta({ id: 'ReportSummary' });

/** One line of a report, with what was measured before. */
export const ReportItem = z
  .object({
    id,
    code: z.string().meta({ description: 'Code of the item at the LIS; trends are by it' }),
    name: z.string(),
    value: z.string().meta({ description: 'As the laboratory wrote it, comparator included' }),
    number: z.number().nullable(),
    unit: z.string(),
    rangeText: z.string(),
    rangeLow: z.number().nullable(),
    rangeHigh: z.number().nullable(),
    flag: z.enum(resultFlags),
    method: z.string(),
    previous: z
      .object({ value: z.string(), unit: z.string(), flag: z.enum(resultFlags), at: instant })
      .nullable(),
    hasTrend: z.boolean(),
    explanation: z
      .object({ text: z.string(), reviewedOn: localDate })
      .nullable()
      .meta({ description: 'Plain words from the approved texts; abnormal items only' }),
  })
  .meta({ id: 'ReportItem' });

const reportDetail = ReportSummary.extend({
  reportNo: z.string(),
  specimen: z.string(),
  requesterName: z.string(),
  performerName: z.string(),
  reviewerName: z.string(),
  receivedAt: instant.nullable(),
  reviewedAt: instant.nullable(),
  findings: z.string().meta({ description: '检查所见; empty for a laboratory' }),
  conclusion: z.string(),
  items: z.array(ReportItem),
  hasImages: z.boolean().meta({ description: 'The pictures lie in the PACS; a ticket opens them' }),
  correctionNote: z
    .string()
    .meta({ description: 'What was replaced and when, in words; empty when nothing was' }),
});

export const Report = reportDetail.meta({ id: 'Report' });

export const Trend = z
  .object({
    code: z.string(),
    name: z.string(),
    unit: z.string(),
    points: z.array(
      z.object({
        reportId: id,
        at: instant,
        value: z.string(),
        number: z.number(),
        flag: z.enum(resultFlags),
        rangeLow: z.number().nullable(),
        rangeHigh: z.number().nullable(),
      }),
    ),
    leftOut: z.int().meta({
      description: 'Results that are no numbers or have another unit; they stand in their reports',
    }),
  })
  .meta({ id: 'Trend' });

export const Ticket = z
  .object({
    url: z.string().meta({ description: 'Opens once, from the same session, before `expiresAt`' }),
    expiresAt: instant,
  })
  .meta({ id: 'Ticket' });

export const ReportShare = z
  .object({
    id,
    createdAt: instant,
    expiresAt: instant,
    endedAt: instant.nullable(),
    opened: z.int(),
    lastOpenedAt: instant.nullable(),
  })
  .meta({ id: 'ReportShare' });

const patientParams = z.object({ patientId: id });
const reportParams = z.object({ reportId: id });
const myPatient = { by: 'account', owns: 'patient', consent: 'health-data' } as const;
const myOpenPatient = { ...myPatient, stepUp: true } as const;
const myReport = { by: 'account', owns: 'report', consent: 'health-data', stepUp: true } as const;

/** Filters travel in the body: what somebody looks for says what they have. */
const reportFilters = z.object({
  ...pageQuery,
  limit: z.int().min(1).max(200).default(30),
  kind: z.enum(reportKinds).optional(),
  departmentId: id.optional(),
  from: localDate.optional(),
  to: localDate.optional(),
  isUnread: z.boolean().optional(),
  isAbnormal: z.boolean().optional(),
  words: optionalText(40)
    .optional()
    .meta({ description: 'In the name of the report or of an item' }),
});

export const portalReportOperations = {
  getStepUp: operation('getStepUp', {
    summary: 'Whether this session may open reports, and until when',
    tag,
    access: { by: 'account' },
    response: z.object({
      until: instant.nullable(),
      phoneMasked: z.string().nullable().meta({ description: 'Where the code goes' }),
    }),
  }),
  requestStepUpCode: operation('requestStepUpCode', {
    summary: 'A code to the phone of the account, before the first report of a session',
    tag,
    access: { by: 'account', consent: 'health-data' },
    limit: 'sms',
    errors: ['RATE_LIMITED', 'INVALID_STATE'],
    response: z.object({ retryAfterSeconds: z.int(), expiresInSeconds: z.int() }),
  }),
  confirmStepUp: operation('confirmStepUp', {
    summary: 'The code opens reports to this session for a while',
    tag,
    access: { by: 'account', consent: 'health-data' },
    limit: 'sign-in',
    errors: ['CODE_INVALID', 'INVALID_STATE'],
    body: z.object({
      code: z
        .string()
        .trim()
        .regex(/^\d{6}$/, '请填写 6 位验证码'),
    }),
    response: z.object({ until: instant }),
  }),
  searchMyReports: operation('searchMyReports', {
    summary: 'Reports of a patient that are released, newest first, and those to fetch in person',
    tag,
    access: myPatient,
    limit: 'read',
    params: patientParams,
    body: reportFilters,
    response: pageOf(ReportSummary).extend({
      unread: z.int().meta({ description: 'Of this patient, whatever the filters' }),
      departments: z.array(z.object({ id, name: z.string() })),
    }),
  }),
  getMyReport: operation('getMyReport', {
    summary: 'One report; opening it is what makes it read',
    tag,
    access: myReport,
    params: reportParams,
    response: Report,
  }),
  getMyTrend: operation('getMyTrend', {
    summary: 'One item over the years, oldest first',
    tag,
    access: myOpenPatient,
    params: patientParams.extend({ code: z.string().min(1).max(60) }),
    query: z.object({ years: z.coerce.number().int().min(1).max(30).default(5) }),
    response: Trend,
  }),
  createReportTicket: operation('createReportTicket', {
    summary: 'Opens the PDF of a report, or its pictures in the PACS',
    tag,
    access: myReport,
    errors: ['INVALID_STATE'],
    params: reportParams,
    body: z.object({ purpose: z.enum(['pdf', 'images']) }),
    response: Ticket,
  }),
  openTicket: operation('openTicket', {
    summary: 'What a ticket stands for: a file, or the way to the pictures',
    tag,
    access: { by: 'account', owns: 'ticket', consent: 'health-data' },
    params: z.object({ ticket: z.string().min(20).max(100) }),
    isDownload: true,
  }),
  shareMyReport: operation('shareMyReport', {
    summary: 'A link for a doctor, which ends; the code is told apart from it',
    tag,
    access: myReport,
    // Not idempotent: a kept answer would keep the code. A repeat makes a second link, which ends as well.
    errors: ['INVALID_STATE'],
    params: reportParams,
    body: z.object({ days: z.int().min(1).max(7).default(1) }),
    response: ReportShare.extend({
      url: z
        .string()
        .meta({ description: 'The token stands in the fragment, which no server sees' }),
      accessCode: z.string().meta({ description: 'Shown once' }),
    }),
  }),
  listMyReportShares: operation('listMyReportShares', {
    summary: 'Links of a report, and how often they were opened',
    tag,
    access: myReport,
    params: reportParams,
    response: listOf(ReportShare),
  }),
  endReportShare: operation('endReportShare', {
    summary: 'End a link now',
    tag,
    access: { by: 'account', owns: 'share', consent: 'health-data' },
    params: z.object({ shareId: id }),
    response: ReportShare,
  }),
  openSharedReport: operation('openSharedReport', {
    summary: 'What the link of a patient shows to a doctor',
    tag,
    access: { by: 'anyone' },
    limit: 'identity',
    errors: ['NOT_FOUND', 'CODE_INVALID'],
    body: z.object({
      token: z.string().min(20).max(100),
      accessCode: z
        .string()
        .trim()
        .regex(/^\d{6}$/, '请填写 6 位访问码'),
    }),
    response: z.object({
      patientName: z.string(),
      gender: z.string(),
      age: z.int(),
      expiresAt: instant,
      report: Report,
    }),
  }),
};

export const StaffReport = reportDetail
  .extend({
    patientName: z.string().meta({ description: 'In clear where the policy allows, else masked' }),
    releaseState: z.enum(releaseStates),
    releaseDueAt: instant.nullable(),
    releasedAt: instant.nullable(),
    releaseNote: z.string(),
    isCritical: z.boolean(),
    sourceName: z.string().meta({ description: 'The system it came from' }),
    version: z.int(),
  })
  .meta({ id: 'StaffReport' });

export const StaffReportSummary = ReportSummary.omit({ isUnread: true, isOpenable: true })
  .extend({
    patientName: z.string(),
    releaseState: z.enum(releaseStates),
    releaseDueAt: instant.nullable(),
    isCritical: z.boolean(),
    version: z.int(),
  })
  .meta({ id: 'StaffReportSummary' });

export const ReportRevision = z
  .object({
    revision: z.int(),
    status: z.enum(reportStatuses),
    recordedAt: instant,
    conclusion: z.string(),
    findings: z.string(),
    items: z.array(
      ReportItem.pick({
        code: true,
        name: true,
        value: true,
        unit: true,
        rangeText: true,
        flag: true,
      }),
    ),
  })
  .meta({ id: 'ReportRevision' });

export const CriticalAlert = z
  .object({
    id,
    state: z.enum(criticalStates),
    reportId: id,
    reportName: z.string(),
    patientId: id,
    patientName: z.string(),
    branchId: id,
    departmentId: id.nullable(),
    departmentName: z.string(),
    requesterName: z.string(),
    items: z.array(
      z.object({ name: z.string(), value: z.string(), unit: z.string(), rangeText: z.string() }),
    ),
    raisedAt: instant,
    dueAt: instant.meta({ description: 'Unless acknowledged by then it goes one level up' }),
    level: z.int().meta({ description: '1: the department; each escalation adds one' }),
    acknowledgedAt: instant.nullable(),
    acknowledgedBy: z.string().nullable(),
    note: z.string(),
    resolvedAt: instant.nullable(),
    outcome: z.string(),
    version: z.int(),
  })
  .meta({ id: 'CriticalAlert' });

export const ItemExplanation = z
  .object({
    id,
    code: z.string(),
    name: z.string(),
    direction: z.enum(['high', 'low', 'abnormal']),
    text: z.string(),
    state: z.enum(explanationStates),
    reviewOn: localDate
      .nullable()
      .meta({ description: 'It is shown until then; then somebody looks again' }),
    updatedAt: instant,
    updatedBy: z.string(),
    approvedBy: z.string().nullable(),
    version: z.int(),
  })
  .meta({ id: 'ItemExplanation' });

const display = { by: 'staff', permission: 'report.display' } as const;
const update = { by: 'staff', permission: 'report.update' } as const;
const alertParams = z.object({ alertId: id });

export const staffReportOperations = {
  listPatientReports: operation('listPatientReports', {
    summary: 'Every report of a patient, released or not; the look is recorded',
    tag,
    access: display,
    params: patientParams,
    query: z.object({ ...pageQuery, kind: z.enum(reportKinds).optional() }),
    response: pageOf(StaffReportSummary),
  }),
  getReport: operation('getReport', {
    summary: 'One report; the look is recorded',
    tag,
    access: display,
    params: reportParams,
    response: StaffReport,
  }),
  listReportRevisions: operation('listReportRevisions', {
    summary: 'What stood there before a correction, newest first',
    tag,
    access: display,
    params: reportParams,
    response: listOf(ReportRevision),
  }),
  getPatientTrend: operation('getPatientTrend', {
    summary: 'One item over the years, with what is not released yet; the look is recorded',
    tag,
    access: display,
    params: patientParams.extend({ code: z.string().min(1).max(60) }),
    query: z.object({ years: z.coerce.number().int().min(1).max(30).default(5) }),
    response: Trend,
  }),
  createStaffReportTicket: operation('createStaffReportTicket', {
    summary: 'Opens the PDF to print, or the pictures; recorded',
    tag,
    access: { by: 'staff', permission: 'report.print' },
    errors: ['INVALID_STATE'],
    params: reportParams,
    body: z.object({ purpose: z.enum(['pdf', 'images']) }),
    response: Ticket,
  }),
  openStaffTicket: operation('openStaffTicket', {
    summary: 'What a ticket of this session stands for',
    tag,
    access: { by: 'staff', permission: null },
    params: z.object({ ticket: z.string().min(20).max(100) }),
    isDownload: true,
  }),
  listReportReviews: operation('listReportReviews', {
    summary: 'Reports that wait for somebody before the patient sees them',
    tag,
    access: display,
    query: z.object({
      ...pageQuery,
      state: z.enum(releaseStates).default('review'),
      kind: z.enum(reportKinds).optional(),
      departmentId: id.optional(),
    }),
    response: pageOf(StaffReportSummary),
  }),
  releaseReport: operation('releaseReport', {
    summary: 'Let the patient see it now',
    tag,
    access: update,
    errors: ['INVALID_STATE', 'VERSION_CONFLICT'],
    params: reportParams,
    body: z.object({ note: optionalText(200).default(''), version: z.int() }),
    response: StaffReport,
  }),
  withholdReport: operation('withholdReport', {
    summary: 'Keep it from the patient for now, with the reason',
    tag,
    access: update,
    errors: ['INVALID_STATE', 'VERSION_CONFLICT'],
    params: reportParams,
    body: z.object({ reason: text(200, 2), version: z.int() }),
    response: StaffReport,
  }),
  listCriticalAlerts: operation('listCriticalAlerts', {
    summary: 'Critical values, those due first',
    tag,
    access: display,
    query: z.object({
      ...pageQuery,
      state: z.enum(criticalStates).optional(),
      isOpen: flag.optional().meta({ description: 'Open and escalated ones' }),
    }),
    response: pageOf(CriticalAlert),
  }),
  countCriticalAlerts: operation('countCriticalAlerts', {
    summary: 'Critical values within reach that nobody has acknowledged',
    tag,
    access: display,
    response: z.object({ open: z.int(), overdue: z.int() }),
  }),
  acknowledgeCriticalAlert: operation('acknowledgeCriticalAlert', {
    summary: 'I have seen it and act on it; makes a follow-up task',
    tag,
    access: update,
    idempotent: true,
    errors: ['INVALID_STATE', 'VERSION_CONFLICT'],
    params: alertParams,
    body: z.object({ note: optionalText(300).default(''), version: z.int() }),
    response: CriticalAlert,
  }),
  resolveCriticalAlert: operation('resolveCriticalAlert', {
    summary: 'What was done; the report may then go to the patient',
    tag,
    access: update,
    idempotent: true,
    errors: ['INVALID_STATE', 'VERSION_CONFLICT'],
    params: alertParams,
    body: z.object({ outcome: text(300, 2), isReleased: z.boolean(), version: z.int() }),
    response: CriticalAlert,
  }),
  listItemExplanations: operation('listItemExplanations', {
    summary: 'Plain words for abnormal items',
    tag,
    access: { by: 'staff', permission: 'knowledge.display' },
    query: z.object({
      ...pageQuery,
      state: z.enum(explanationStates).optional(),
      words: optionalText(40).optional(),
    }),
    response: pageOf(ItemExplanation),
  }),
  saveItemExplanation: operation('saveItemExplanation', {
    summary: 'Write or change a text; it is a draft until somebody else approves it',
    tag,
    access: { by: 'staff', permission: 'knowledge.update' },
    idempotent: true,
    errors: ['NAME_TAKEN', 'VERSION_CONFLICT'],
    body: z.object({
      id: id.nullable().default(null),
      code: text(60),
      name: text(60),
      direction: z.enum(['high', 'low', 'abnormal']),
      text: text(300, 10),
      version: z.int().default(0),
    }),
    response: ItemExplanation,
  }),
  approveItemExplanation: operation('approveItemExplanation', {
    summary: 'Approve until a day, or retire; not one’s own text',
    tag,
    access: { by: 'staff', permission: 'knowledge.update' },
    errors: ['INVALID_STATE', 'VERSION_CONFLICT'],
    params: z.object({ explanationId: id }),
    body: z.object({
      decision: z.enum(['approve', 'retire']),
      reviewOn: localDate.nullable().default(null),
      version: z.int(),
    }),
    response: ItemExplanation,
  }),
};
