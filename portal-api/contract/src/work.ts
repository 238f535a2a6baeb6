/** 待办: what a person has to do because no machine can, such as a call. */
import { z } from 'zod';
import { callOutcomes, workKinds, workStates } from './wire';
import { flag, id, instant, optionalText, pageOf, pageQuery } from './common';
import { operation } from './operation';

const tag = 'work';

export const WorkItem = z
  .object({
    id,
    kind: z.enum(workKinds),
    state: z.enum(workStates),
    title: z.string(),
    detail: z.string(),
    branchId: id.nullable(),
    departmentId: id.nullable(),
    patientId: id.nullable(),
    patientName: z
      .string()
      .nullable()
      .meta({ description: 'In clear where the policy allows, else masked' }),
    phoneMasked: z.string().nullable(),
    subjectKind: z
      .string()
      .meta({ description: 'suspension-case, …: what it is about; empty when nothing' }),
    subjectId: id.nullable(),
    appointmentId: id.nullable(),
    dueAt: instant,
    isOverdue: z.boolean(),
    claimedBy: z.string().nullable(),
    isMine: z.boolean(),
    attempts: z.int().meta({ description: 'Calls that reached nobody' }),
    outcome: z.enum(callOutcomes).nullable(),
    note: z.string(),
    createdAt: instant,
    doneAt: instant.nullable(),
    version: z.int(),
  })
  .meta({ id: 'WorkItem' });

const params = z.object({ workItemId: id });
const update = { by: 'staff', permission: 'work.update' } as const;

export const workOperations = {
  listWorkItems: operation('listWorkItems', {
    summary: 'Work of one’s scope, by due time',
    tag,
    access: { by: 'staff', permission: 'work.display' },
    query: z.object({
      ...pageQuery,
      state: z.enum(workStates).optional(),
      kind: z.enum(workKinds).optional(),
      branchId: id.optional(),
      isMine: flag.optional(),
      isOverdue: flag.optional(),
    }),
    response: pageOf(WorkItem),
  }),
  countMyWork: operation('countMyWork', {
    summary: 'For the badge in the menu',
    tag,
    access: { by: 'staff', permission: 'work.display' },
    response: z.object({ open: z.int(), mine: z.int(), overdue: z.int() }),
  }),
  claimWorkItem: operation('claimWorkItem', {
    summary: 'Take a work item, so that nobody else does it at the same time',
    tag,
    access: update,
    errors: ['INVALID_STATE', 'CONFLICT'],
    params,
    response: WorkItem,
  }),
  releaseWorkItem: operation('releaseWorkItem', {
    summary: 'Put it back for others',
    tag,
    access: update,
    errors: ['INVALID_STATE'],
    params,
    response: WorkItem,
  }),
  completeWorkItem: operation('completeWorkItem', {
    summary: 'Say what came of it; a call without an answer stays open and is due again later',
    tag,
    access: update,
    errors: ['INVALID_STATE', 'VERSION_CONFLICT'],
    params,
    body: z.object({
      outcome: z.enum(callOutcomes).nullable().default(null),
      note: optionalText(500).default(''),
      version: z.int(),
    }),
    response: WorkItem,
  }),
};
