/** Reports as staff see them: review and release, critical values, plain words for abnormal items. */
import { z } from 'zod';
import {
  criticalStates,
  explanationStates,
  releaseStates,
  reportKinds,
  reportStatuses,
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
import { Report, ReportItem, ReportSummary, Ticket, Trend } from './reports';

const tag = 'reports';

export const StaffReport = Report.extend({
  patientName: z.string().meta({ description: 'In clear where the policy allows, else masked' }),
  releaseState: z.enum(releaseStates),
  releaseDueAt: instant.nullable(),
  releasedAt: instant.nullable(),
  releaseNote: z.string(),
  isCritical: z.boolean(),
  sourceName: z.string().meta({ description: 'The system it came from' }),
  version: z.int(),
}).meta({ id: 'StaffReport' });

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

const patientParams = z.object({ patientId: id });
const reportParams = z.object({ reportId: id });
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
