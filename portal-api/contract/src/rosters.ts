/** Rosters: who sees patients when, with how many places, at what fee, released when (放号). */
import { z } from 'zod';
import { dayPeriods } from './wire/enums';
import { fen, id, instant, listOf, localDate, localTime, optionalText } from './common';
import { operation } from './operation';

const tag = 'rosters';

/** Places of each slot, by the channel they are meant for; `shared` serves every channel. */
export const SlotCapacity = z
  .object({
    shared: z.int().min(0).max(100),
    wechat: z.int().min(0).max(100),
    phone: z.int().min(0).max(100),
    desk: z.int().min(0).max(100),
  })
  .refine((c) => c.shared + c.wechat + c.phone + c.desk > 0, {
    error: '每个时段至少要有 1 个号',
    path: ['shared'],
  })
  .meta({ id: 'SlotCapacity' });

export const slotMinutes = [10, 15, 20, 30, 60] as const;

const timing = {
  period: z.enum(dayPeriods),
  startTime: localTime,
  endTime: localTime,
  slotMinutes: z
    .int()
    .refine(
      (n) => (slotMinutes as readonly number[]).includes(n),
      '每个时段可选 10、15、20、30 或 60 分钟',
    ),
  capacity: SlotCapacity,
  serviceId: id.meta({ description: 'The priced registration service; its price is the fee' }),
  room: optionalText(40).default(''),
};

function checkTiming(
  value: { startTime: string; endTime: string; slotMinutes: number },
  refuse: (path: string, message: string) => void,
): void {
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  const length = minutes(value.endTime) - minutes(value.startTime);
  if (length <= 0) refuse('endTime', '结束时间应晚于开始时间');
  else if (length % value.slotMinutes !== 0) {
    refuse('endTime', `出诊时长应是 ${value.slotMinutes} 分钟的整数倍`);
  }
}

/** A doctor's clinic on one day and in one period. */
export const Roster = z
  .object({
    id,
    doctorId: id,
    doctorName: z.string(),
    departmentId: id,
    departmentName: z.string(),
    branchId: id,
    date: localDate,
    period: z.enum(dayPeriods),
    startTime: localTime,
    endTime: localTime,
    slotMinutes: z.int(),
    capacity: SlotCapacity,
    serviceId: id,
    feeFen: fen,
    room: z.string(),
    releaseAt: instant.meta({ description: 'When patients may first take its places' }),
    isClosed: z.boolean().meta({ description: 'Closed to new bookings' }),
    isFromHospital: z
      .boolean()
      .meta({ description: 'Made by the HIS, which owns its numbers: they are changed there' }),
    note: z.string(),
    places: z.int(),
    taken: z.int().meta({ description: 'Held or sold' }),
    version: z.int(),
  })
  .meta({ id: 'Roster' });

export const StaffSlot = z
  .object({
    id,
    rosterId: id,
    doctorId: id,
    doctorName: z.string(),
    departmentId: id,
    departmentName: z.string(),
    startsAt: instant,
    endsAt: instant,
    capacity: z.int(),
    taken: z.int(),
    remaining: z
      .object({ wechat: z.int(), phone: z.int(), desk: z.int() })
      .meta({ description: 'Places that the channel may take, shared ones included' }),
    feeFen: fen,
    room: z.string(),
    isOpen: z
      .boolean()
      .meta({ description: 'Not closed and not over; staff may book before release' }),
    isReleased: z.boolean(),
  })
  .meta({ id: 'StaffSlot' });

export const RosterDetail = Roster.extend({ slots: z.array(StaffSlot) }).meta({
  id: 'RosterDetail',
});

export const RosterTemplate = z
  .object({
    id,
    doctorId: id,
    doctorName: z.string(),
    departmentId: id,
    weekday: z.int().min(1).max(7).meta({ description: '1 = Monday' }),
    period: z.enum(dayPeriods),
    startTime: localTime,
    endTime: localTime,
    slotMinutes: z.int(),
    capacity: SlotCapacity,
    serviceId: id,
    feeFen: fen,
    room: z.string(),
    version: z.int(),
  })
  .meta({ id: 'RosterTemplate' });

/** What a bulk write did: everything that clashed is listed with its reason, nothing is half-made. */
export const BulkRosterResult = z
  .object({
    created: z.int(),
    skipped: z.array(
      z.object({
        doctorName: z.string(),
        date: localDate,
        period: z.enum(dayPeriods),
        reason: z.string(),
      }),
    ),
  })
  .meta({ id: 'BulkRosterResult' });

const see = { by: 'staff', permission: 'roster.display' } as const;
const create = { by: 'staff', permission: 'roster.create' } as const;
const update = { by: 'staff', permission: 'roster.update' } as const;
const remove = { by: 'staff', permission: 'roster.delete' } as const;
const rosterParams = z.object({ rosterId: id });
const templateParams = z.object({ templateId: id });
const clash = ['ROSTER_CLASH'] as const;

const templateBody = z.object({ weekday: z.int().min(1).max(7), doctorId: id, ...timing });

export const rosterOperations = {
  listRosters: operation('listRosters', {
    summary: 'Rosters of a span of days (at most 42)',
    tag,
    access: see,
    query: z
      .object({
        from: localDate,
        to: localDate,
        branchId: id.optional(),
        departmentId: id.optional(),
        doctorId: id.optional(),
      })
      .refine((q) => q.from <= q.to, { error: '结束日期应不早于开始日期', path: ['to'] })
      .refine((q) => Date.parse(q.to) - Date.parse(q.from) <= 41 * 86_400_000, {
        error: '一次最多查看 42 天',
        path: ['to'],
      }),
    response: listOf(Roster),
  }),
  createRoster: operation('createRoster', {
    summary: 'Roster a doctor for one day and period; slots and places are made with it',
    tag,
    access: create,
    idempotent: true,
    errors: clash,
    body: z
      .object({
        doctorId: id,
        date: localDate,
        ...timing,
        releaseAt: instant
          .optional()
          .meta({ description: 'Default: the release rule in settings' }),
        note: optionalText(200).default(''),
      })
      .superRefine((value, ctx) =>
        checkTiming(value, (path, message) =>
          ctx.addIssue({ code: 'custom', path: [path], message }),
        ),
      ),
    response: Roster,
  }),
  getRoster: operation('getRoster', {
    summary: 'One roster with its slots',
    tag,
    access: see,
    params: rosterParams,
    response: RosterDetail,
  }),
  updateRoster: operation('updateRoster', {
    summary: 'An exception: change capacity, room, release or close it; never below what is taken',
    tag,
    access: update,
    errors: [
      'ROSTER_CLASH',
      'ROSTER_HAS_APPOINTMENTS',
      'VERSION_CONFLICT',
      'CLINIC_SUSPENDED',
      'INVALID_STATE',
    ],
    params: rosterParams,
    body: z.object({
      capacity: SlotCapacity,
      room: optionalText(40).default(''),
      releaseAt: instant.optional(),
      isClosed: z.boolean(),
      note: optionalText(200).default(''),
      version: z.int(),
    }),
    response: Roster,
  }),
  deleteRoster: operation('deleteRoster', {
    summary: 'Remove a roster nobody has booked',
    tag,
    access: remove,
    errors: ['ROSTER_HAS_APPOINTMENTS', 'INVALID_STATE'],
    params: rosterParams,
  }),
  copyRosterWeek: operation('copyRosterWeek', {
    summary: 'Copy the rosters of one week (Monday) to another',
    tag,
    access: create,
    idempotent: true,
    body: z
      .object({
        fromMonday: localDate,
        toMonday: localDate,
        branchId: id.optional(),
        departmentId: id.optional(),
        doctorIds: z.array(id).max(200).optional(),
      })
      .refine((b) => b.fromMonday !== b.toMonday, { error: '请选择另一周', path: ['toMonday'] }),
    response: BulkRosterResult,
  }),
  listRosterTemplates: operation('listRosterTemplates', {
    summary: 'Weekly templates',
    tag,
    access: see,
    query: z.object({
      branchId: id.optional(),
      departmentId: id.optional(),
      doctorId: id.optional(),
    }),
    response: listOf(RosterTemplate),
  }),
  createRosterTemplate: operation('createRosterTemplate', {
    summary: 'Add a weekly template row',
    tag,
    access: create,
    errors: clash,
    body: templateBody.superRefine((value, ctx) =>
      checkTiming(value, (path, message) =>
        ctx.addIssue({ code: 'custom', path: [path], message }),
      ),
    ),
    response: RosterTemplate,
  }),
  updateRosterTemplate: operation('updateRosterTemplate', {
    summary: 'Change a weekly template row; rosters already made stay',
    tag,
    access: update,
    errors: ['ROSTER_CLASH', 'VERSION_CONFLICT'],
    params: templateParams,
    body: templateBody
      .extend({ version: z.int() })
      .superRefine((value, ctx) =>
        checkTiming(value, (path, message) =>
          ctx.addIssue({ code: 'custom', path: [path], message }),
        ),
      ),
    response: RosterTemplate,
  }),
  deleteRosterTemplate: operation('deleteRosterTemplate', {
    summary: 'Remove a weekly template row',
    tag,
    access: remove,
    params: templateParams,
  }),
  applyRosterTemplates: operation('applyRosterTemplates', {
    summary: 'Make the rosters of a span of days from the templates; existing ones are kept',
    tag,
    access: create,
    idempotent: true,
    body: z
      .object({
        from: localDate,
        to: localDate,
        branchId: id.optional(),
        departmentId: id.optional(),
        doctorIds: z.array(id).max(200).optional(),
      })
      .refine((b) => b.from <= b.to, { error: '结束日期应不早于开始日期', path: ['to'] })
      .refine((b) => Date.parse(b.to) - Date.parse(b.from) <= 41 * 86_400_000, {
        error: '一次最多生成 42 天',
        path: ['to'],
      }),
    response: BulkRosterResult,
  }),
  listSlotsForStaff: operation('listSlotsForStaff', {
    summary: "A day's slots of a department or doctor, with what each channel may still take",
    tag,
    access: see,
    query: z
      .object({ date: localDate, departmentId: id.optional(), doctorId: id.optional() })
      .refine((q) => q.departmentId !== undefined || q.doctorId !== undefined, {
        error: '请选择科室或医生',
        path: ['departmentId'],
      }),
    response: listOf(StaffSlot),
  }),
};
