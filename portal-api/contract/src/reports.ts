/** Reports: lab, imaging, pathology, physical exam, dental pictures; released by rule, read by those who may. */
import { z } from 'zod';
import { reportKinds, reportStatuses, resultFlags } from './wire';
import { id, instant, listOf, localDate, optionalText, pageOf, pageQuery } from './common';
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

export const Report = ReportSummary.extend({
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
}).meta({ id: 'Report' });

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
