/** The hospital's own systems: what is connected, and how far behind it is. */
import { z } from 'zod';
import {
  adapterKinds,
  externalSystemKinds,
  inboundFaults,
  inboundKinds,
  kindsOfDirection,
  numberSourceOwners,
  outboundKinds,
  syncDirections,
} from './wire';
import { id, instant, listOf, localDate, optionalText, text } from './common';
import { operation } from './operation';

const tag = 'integration';

const httpUrl = z.url({ protocol: /^https?$/, error: '请填写 http 或 https 地址' }).max(300);
const port = z.int().min(1, '端口为 1–65535').max(65_535, '端口为 1–65535');
const encodings = z.enum(['utf-8', 'gb18030']);

/** How a system is reached. Secrets are written and never read back: null leaves what is stored. */
export const AdapterConfig = z
  .discriminatedUnion('adapter', [
    z.object({
      adapter: z.literal('fhir'),
      baseUrl: httpUrl,
      token: optionalText(500).nullable().default(null),
      pageSize: z.int().min(10).max(500).default(100),
    }),
    z.object({
      adapter: z.literal('hl7'),
      listenPort: port.nullable().meta({ description: 'Messages of the system come in here' }),
      host: optionalText(200)
        .default('')
        .meta({ description: 'Where ours are sent; empty: nowhere' }),
      port: port.nullable(),
      encoding: encodings.default('utf-8'),
      sendingApplication: text(50).default('SUIZHEN'),
      allowedAddresses: z
        .array(text(45))
        .max(20)
        .default([])
        .meta({ description: 'Who may send to us, IP or network; none: this machine only' }),
      processingIds: z
        .array(z.enum(['P', 'T', 'D']))
        .min(1)
        .default(['P'])
        .meta({ description: 'MSH-11 that is taken; training and debugging are refused' }),
    }),
    z.object({
      adapter: z.literal('views'),
      databaseUrl: optionalText(500)
        .nullable()
        .default(null)
        .meta({ description: 'postgres://…; null leaves what is stored' }),
      mapping: text(20_000).meta({ description: 'JSON: which view and column is what' }),
    }),
  ])
  .meta({ id: 'AdapterConfig' });

export const ExternalSystem = z
  .object({
    id,
    branchId: id,
    branchName: z.string(),
    name: z.string(),
    code: z
      .string()
      .meta({ description: 'Short and lasting; ids of the system are unique within it' }),
    kind: z.enum(externalSystemKinds),
    adapter: z.enum(adapterKinds),
    config: AdapterConfig,
    isEnabled: z.boolean(),
    pausedAt: instant.nullable(),
    version: z.int(),
  })
  .meta({ id: 'ExternalSystem' });

/** One line of the sync board: a system, a kind, and which way it goes. */
export const SyncStream = z
  .object({
    systemId: id,
    systemName: z.string(),
    branchName: z.string(),
    adapter: z.enum(adapterKinds),
    direction: z.enum(syncDirections),
    kind: z.enum([...inboundKinds, ...outboundKinds]),
    lagSeconds: z
      .int()
      .nullable()
      .meta({ description: 'How old what we do not have yet may be; null: never ran' }),
    watermark: instant.nullable(),
    lastRunAt: instant.nullable(),
    lastSuccessAt: instant.nullable(),
    lastError: z
      .string()
      .meta({ description: 'In words, nothing personal; empty when the last run was good' }),
    waiting: z.int(),
    processed: z.int(),
    setAside: z.int(),
    quarantined: z.int(),
    pausedAt: instant.nullable(),
    comparedAt: instant.nullable().meta({ description: 'The last full comparison' }),
    differences: z.int().meta({ description: 'What it found and mended' }),
  })
  .meta({ id: 'SyncStream' });

export const MappingReport = z
  .object({
    from: localDate,
    to: localDate,
    rows: z.array(
      z.object({
        kind: z.string(),
        received: z.int(),
        processed: z.int(),
        setAside: z.int(),
        quarantined: z.int(),
        reasons: z.array(
          z.object({ fault: z.enum(inboundFaults), text: z.string(), count: z.int() }),
        ),
        leftOut: z.array(z.object({ part: z.string(), count: z.int() })),
      }),
    ),
  })
  .meta({ id: 'MappingReport' });

const display = { by: 'staff', permission: 'integration.display' } as const;
const update = { by: 'staff', permission: 'integration.update' } as const;
const systemParams = z.object({ systemId: id });

const systemBody = z.object({
  branchId: id,
  name: text(40),
  code: z
    .string()
    .trim()
    .regex(/^[a-z][a-z0-9-]{1,29}$/, '小写字母开头，2–30 位小写字母、数字或短横线'),
  kind: z.enum(externalSystemKinds),
  config: AdapterConfig,
  isEnabled: z.boolean(),
});

export const externalSystemOperations = {
  listExternalSystems: operation('listExternalSystems', {
    summary: 'Systems that are connected',
    tag,
    access: display,
    response: listOf(ExternalSystem).extend({
      numberSources: z.array(
        z.object({ branchId: id, branchName: z.string(), owner: z.enum(numberSourceOwners) }),
      ),
    }),
  }),
  createExternalSystem: operation('createExternalSystem', {
    summary: 'Connect a system',
    tag,
    access: update,
    errors: ['NAME_TAKEN'],
    body: systemBody,
    response: ExternalSystem,
  }),
  updateExternalSystem: operation('updateExternalSystem', {
    summary: 'Change how a system is reached',
    tag,
    access: update,
    errors: ['NAME_TAKEN', 'VERSION_CONFLICT'],
    params: systemParams,
    body: systemBody.omit({ code: true, branchId: true }).extend({ version: z.int() }),
    response: ExternalSystem,
  }),
  testExternalSystem: operation('testExternalSystem', {
    summary: 'Whether it answers, and what it says about itself',
    tag,
    access: update,
    params: systemParams,
    response: z.object({ isReachable: z.boolean(), text: z.string() }),
  }),
  pauseExternalSystem: operation('pauseExternalSystem', {
    summary: 'Pause or go on: a system, or one kind of it one way. Nothing is lost meanwhile',
    tag,
    access: update,
    errors: ['INVALID_STATE'],
    params: systemParams,
    body: z
      .object({
        kind: z
          .enum([...inboundKinds, ...outboundKinds])
          .nullable()
          .default(null),
        direction: z
          .enum(syncDirections)
          .nullable()
          .default(null)
          .meta({ description: 'Which way the kind goes; a whole system is paused both ways' }),
        isPaused: z.boolean(),
        reason: optionalText(200).default(''),
      })
      .refine((b) => b.kind === null || b.direction !== null, {
        error: '请选择接收或发送',
        path: ['direction'],
      })
      .refine((b) => b.kind !== null || b.direction === null, {
        error: '整个系统的接收和发送一并暂停',
        path: ['direction'],
      })
      .refine(
        (b) =>
          b.kind === null || b.direction === null || kindsOfDirection[b.direction].includes(b.kind),
        { error: '该内容没有这个方向', path: ['kind'] },
      ),
    response: listOf(SyncStream),
  }),
  runExternalSystem: operation('runExternalSystem', {
    summary: 'Fetch now, or compare everything',
    tag,
    access: update,
    errors: ['INVALID_STATE'],
    params: systemParams,
    body: z.object({
      kind: z.enum(inboundKinds).nullable().default(null),
      isFull: z.boolean().default(false),
    }),
    response: listOf(SyncStream),
  }),
  getSyncBoard: operation('getSyncBoard', {
    summary: 'Every system and kind: lag, watermark, counts, errors',
    tag,
    access: display,
    query: z.object({ branchId: id.optional() }),
    response: listOf(SyncStream).extend({
      quarantined: z.int(),
      conflicts: z.int(),
      refused: z.int(),
    }),
  }),
  getMappingReport: operation('getMappingReport', {
    summary:
      'Of what came in a span of days (at most 366): what was taken over, what was left out, why',
    tag,
    access: display,
    params: systemParams,
    query: z
      .object({
        from: localDate
          .optional()
          .meta({ description: 'The day it came; neither: the last 30 days' }),
        to: localDate.optional().meta({ description: 'The last day, included' }),
      })
      .refine((q) => (q.from === undefined) === (q.to === undefined), {
        error: '请选择开始和结束日期',
        path: ['to'],
      })
      .refine((q) => !q.from || !q.to || q.from <= q.to, {
        error: '结束日期应不早于开始日期',
        path: ['to'],
      })
      .refine((q) => !q.from || !q.to || Date.parse(q.to) - Date.parse(q.from) < 366 * 86_400_000, {
        error: '一次最多查看 366 天',
        path: ['to'],
      }),
    response: MappingReport,
  }),
};
