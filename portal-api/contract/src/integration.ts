/** What the hospital's systems sent and were sent, and what a person has to decide. */
import { z } from 'zod';
import {
  conflictStates,
  inboundFaults,
  inboundKinds,
  inboundStates,
  outboundKinds,
  outboundStates,
} from './wire';
import { id, instant, pageOf, pageQuery, text } from './common';
import { operation } from './operation';

const tag = 'integration';

export const InboundMessage = z
  .object({
    id,
    systemId: id,
    systemName: z.string(),
    kind: z.string().meta({ description: 'Our kind, or the message type as it came (ORU^R01)' }),
    externalId: z.string(),
    state: z.enum(inboundStates),
    fault: z.enum(inboundFaults).nullable(),
    faultText: z.string(),
    patientId: id.nullable(),
    attempts: z.int(),
    receivedAt: instant,
    processedAt: instant.nullable(),
    version: z.int(),
  })
  .meta({ id: 'InboundMessage' });

export const InboundMessageDetail = InboundMessage.extend({
  raw: z.string().meta({ description: 'As it came; names, numbers, phones masked' }),
  leftOut: z
    .array(z.string())
    .meta({ description: 'Parts that were understood and are not kept here' }),
}).meta({ id: 'InboundMessageDetail' });

export const OutboundMessage = z
  .object({
    id,
    systemId: id,
    systemName: z.string(),
    kind: z.enum(outboundKinds),
    subjectId: id,
    state: z.enum(outboundStates),
    attempts: z.int(),
    createdAt: instant,
    nextAt: instant.nullable(),
    acknowledgedAt: instant.nullable(),
    lastError: z.string(),
  })
  .meta({ id: 'OutboundMessage' });

export const SyncConflict = z
  .object({
    id,
    systemId: id,
    systemName: z.string(),
    kind: z.enum(inboundKinds),
    patientId: id.nullable(),
    title: z.string(),
    fields: z.array(
      z.object({
        name: z.string(),
        title: z.string(),
        ours: z.string().meta({ description: 'Masked unless the policy allows' }),
        theirs: z.string(),
      }),
    ),
    state: z.enum(conflictStates),
    raisedAt: instant,
    decidedAt: instant.nullable(),
    decidedBy: z.string().nullable(),
    note: z.string(),
    version: z.int(),
  })
  .meta({ id: 'SyncConflict' });

const display = { by: 'staff', permission: 'integration.display' } as const;
const update = { by: 'staff', permission: 'integration.update' } as const;
const inboundParams = z.object({ inboundId: id });
const conflictParams = z.object({ conflictId: id });

export const integrationOperations = {
  listInboundMessages: operation('listInboundMessages', {
    summary: 'What came in; the quarantine is one of its states',
    tag,
    access: display,
    query: z.object({
      ...pageQuery,
      systemId: id.optional(),
      state: z.enum(inboundStates).optional(),
      kind: text(40).optional(),
      fault: z.enum(inboundFaults).optional(),
    }),
    response: pageOf(InboundMessage),
  }),
  getInboundMessage: operation('getInboundMessage', {
    summary: 'One message with what it said; the look is recorded',
    tag,
    access: display,
    params: inboundParams,
    response: InboundMessageDetail,
  }),
  replayInboundMessages: operation('replayInboundMessages', {
    summary: 'Take messages in again: chosen ones, or all of a fault or a time',
    tag,
    access: update,
    idempotent: true,
    body: z.object({
      ids: z.array(id).max(200).default([]),
      systemId: id.nullable().default(null),
      fault: z.enum(inboundFaults).nullable().default(null),
      from: instant.nullable().default(null),
      to: instant.nullable().default(null),
    }),
    response: z.object({ queued: z.int() }),
  }),
  linkInboundMessage: operation('linkInboundMessage', {
    summary: 'Say who an unknown patient is; the message is taken in again',
    tag,
    access: update,
    errors: ['INVALID_STATE', 'VERSION_CONFLICT', 'IDENTITY_MISMATCH'],
    params: inboundParams,
    body: z.object({ patientId: id, reason: text(200, 2), version: z.int() }),
    response: InboundMessage,
  }),
  discardInboundMessage: operation('discardInboundMessage', {
    summary: 'Nothing will come of it, with the reason',
    tag,
    access: update,
    errors: ['INVALID_STATE', 'VERSION_CONFLICT'],
    params: inboundParams,
    body: z.object({ reason: text(200, 2), version: z.int() }),
    response: InboundMessage,
  }),
  listOutboundMessages: operation('listOutboundMessages', {
    summary: 'What goes out to the systems',
    tag,
    access: display,
    query: z.object({
      ...pageQuery,
      systemId: id.optional(),
      state: z.enum(outboundStates).optional(),
    }),
    response: pageOf(OutboundMessage),
  }),
  replayOutboundMessages: operation('replayOutboundMessages', {
    summary: 'Send refused ones again',
    tag,
    access: update,
    idempotent: true,
    body: z.object({ ids: z.array(id).min(1).max(200) }),
    response: z.object({ queued: z.int() }),
  }),
  listSyncConflicts: operation('listSyncConflicts', {
    summary: 'Where both sides changed the same thing',
    tag,
    access: display,
    query: z.object({
      ...pageQuery,
      state: z.enum(conflictStates).optional(),
      systemId: id.optional(),
    }),
    response: pageOf(SyncConflict),
  }),
  getSyncConflict: operation('getSyncConflict', {
    summary: 'Both sides beside each other; the look is recorded',
    tag,
    access: display,
    params: conflictParams,
    response: SyncConflict,
  }),
  resolveSyncConflict: operation('resolveSyncConflict', {
    summary: 'Keep ours (it goes out again) or take theirs',
    tag,
    access: update,
    errors: ['INVALID_STATE', 'VERSION_CONFLICT', 'CLINIC_SUSPENDED'],
    params: conflictParams,
    body: z.object({
      decision: z.enum(['keep-ours', 'take-theirs']),
      note: text(200, 2),
      version: z.int(),
    }),
    response: SyncConflict,
  }),
};
