/** The queue of a clinic: call, pass over, transfer; and what the waiting-room board shows of it. */
import { z } from 'zod';
import { dayPeriods, doctorTitles, genders, queueEntryStates, queuePriorities } from './wire';
import { id, instant, listOf, localDate, optionalText, text } from './common';
import { operation } from './operation';

const tag = 'queue';

export const QueueSummary = z
  .object({
    rosterId: id,
    doctorId: id,
    doctorName: z.string(),
    departmentId: id,
    departmentName: z.string(),
    branchId: id,
    date: localDate,
    period: z.enum(dayPeriods),
    startsAt: instant,
    endsAt: instant,
    room: z.string(),
    booked: z.int().meta({ description: 'Not yet arrived' }),
    waiting: z.int(),
    passed: z.int(),
    done: z.int(),
    calledNumber: z.int().nullable(),
    isSuspended: z.boolean(),
    version: z.int(),
  })
  .meta({ id: 'QueueSummary' });

export const QueueEntry = z
  .object({
    id,
    appointmentId: id,
    patientId: id,
    patientName: z.string().meta({ description: 'In clear where the policy allows, else masked' }),
    patientGender: z.enum(genders),
    patientAge: z.int(),
    number: z.int(),
    state: z.enum(queueEntryStates),
    position: z.int().nullable().meta({ description: '1 is next; set while waiting' }),
    priority: z.enum(queuePriorities),
    priorityReason: z.string(),
    isLate: z.boolean(),
    isReturning: z.boolean(),
    isImportant: z.boolean(),
    startsAt: instant,
    checkedInAt: instant,
    calledAt: instant.nullable(),
    calls: z.int(),
    transferredFrom: z.string().nullable(),
    version: z.int(),
  })
  .meta({ id: 'QueueEntry' });

/** Who is booked and has not come yet. */
export const ExpectedVisit = z
  .object({
    appointmentId: id,
    patientName: z.string(),
    number: z.int(),
    startsAt: instant,
  })
  .meta({ id: 'ExpectedVisit' });

export const Queue = QueueSummary.extend({
  entries: z.array(QueueEntry).meta({ description: 'In the order in which they will be called' }),
  expected: z.array(ExpectedVisit),
}).meta({ id: 'Queue' });

const display = { by: 'staff', permission: 'queue.display' } as const;
const update = { by: 'staff', permission: 'queue.update' } as const;
const entryParams = z.object({ entryId: id });
const rosterParams = z.object({ rosterId: id });
const errors = ['INVALID_STATE', 'VERSION_CONFLICT'] as const;

export const queueOperations = {
  listQueues: operation('listQueues', {
    summary: 'The clinics of a day with their queues',
    tag,
    access: display,
    query: z.object({
      date: localDate.optional().meta({ description: 'Default: today' }),
      branchId: id.optional(),
      departmentId: id.optional(),
      doctorId: id.optional(),
    }),
    response: listOf(QueueSummary),
  }),
  getQueue: operation('getQueue', {
    summary: 'One queue in calling order',
    tag,
    access: display,
    params: rosterParams,
    response: Queue,
  }),
  callNext: operation('callNext', {
    summary: 'Call the first who waits; two callers at once call two different people',
    tag,
    access: update,
    idempotent: true,
    errors: ['QUEUE_EMPTY', 'INVALID_STATE'],
    params: rosterParams,
    body: z.object({
      finishCurrent: z
        .boolean()
        .default(false)
        .meta({ description: 'The visit in the room is over (done and next in one)' }),
      room: optionalText(40).optional(),
    }),
    response: Queue,
  }),
  recallQueueEntry: operation('recallQueueEntry', {
    summary: 'Call the same one again',
    tag,
    access: update,
    idempotent: true,
    errors,
    params: entryParams,
    response: Queue,
  }),
  passOverQueueEntry: operation('passOverQueueEntry', {
    summary: 'Called and not there (过号)',
    tag,
    access: update,
    errors,
    params: entryParams,
    response: Queue,
  }),
  returnQueueEntry: operation('returnQueueEntry', {
    summary: 'Back after having been passed over: behind as many as the setting says',
    tag,
    access: update,
    errors,
    params: entryParams,
    response: Queue,
  }),
  transferQueueEntry: operation('transferQueueEntry', {
    summary: 'To another clinic of the same day and department, keeping the arrival time',
    tag,
    access: update,
    errors: [...errors, 'SLOT_FULL'],
    params: entryParams,
    body: z.object({ rosterId: id, reason: text(200, 2) }),
    response: Queue,
  }),
  prioritiseQueueEntry: operation('prioritiseQueueEntry', {
    summary: 'Before the others, with the reason; none takes it back',
    tag,
    access: update,
    errors,
    params: entryParams,
    body: z.object({ priority: z.enum(queuePriorities), reason: optionalText(200).default('') }),
    response: Queue,
  }),
  startVisit: operation('startVisit', {
    summary: 'The called patient is in the room',
    tag,
    access: update,
    errors,
    params: entryParams,
    response: Queue,
  }),
  finishVisit: operation('finishVisit', {
    summary: 'The visit is over; the appointment is fulfilled',
    tag,
    access: update,
    errors,
    params: entryParams,
    response: Queue,
  }),
};

/** One line of the board: names are masked, numbers are what people listen for. */
export const BoardQueue = z
  .object({
    rosterId: id,
    departmentName: z.string(),
    doctorName: z.string(),
    doctorTitle: z.enum(doctorTitles),
    room: z.string(),
    isSuspended: z.boolean(),
    called: z
      .object({
        number: z.int(),
        nameMasked: z.string(),
        calledAt: instant,
        calls: z.int().meta({ description: 'A higher count is a new announcement' }),
        isInVisit: z.boolean(),
      })
      .nullable(),
    alsoCalled: z
      .array(z.object({ number: z.int(), nameMasked: z.string(), calls: z.int() }))
      .meta({ description: 'Called before and not yet in, where several are called at once' }),
    next: z.array(z.object({ number: z.int(), nameMasked: z.string() })),
    passed: z.array(z.object({ number: z.int(), nameMasked: z.string() })),
    waiting: z.int(),
    version: z.int(),
  })
  .meta({ id: 'BoardQueue' });

export const Board = z
  .object({
    hospitalName: z.string(),
    branchName: z.string(),
    version: z.int().meta({ description: 'Grows with every change of any of its queues' }),
    at: instant,
    queues: z.array(BoardQueue),
  })
  .meta({ id: 'Board' });

/** `snapshot` first, then `change` with the queues that changed, numbered by the board's version. */
export const BoardEvent = z
  .discriminatedUnion('event', [
    z.object({ event: z.literal('snapshot'), board: Board }),
    z.object({ event: z.literal('change'), version: z.int(), queues: z.array(BoardQueue) }),
  ])
  .meta({ id: 'BoardEvent' });

export const boardOperations = {
  getBoard: operation('getBoard', {
    summary: 'What the board shows now',
    tag,
    access: { by: 'device', kind: 'board' },
    response: Board,
  }),
  streamBoard: operation('streamBoard', {
    summary: 'A snapshot, then numbered changes, with an event `beat` every 15 s',
    tag,
    access: { by: 'device', kind: 'board' },
    isStream: true,
    response: BoardEvent,
  }),
};
