/** 停诊: clinics that do not take place, and every patient of theirs brought to a resolved state. */
import { z } from 'zod';
import {
  dayPeriods,
  feeStates,
  suspensionCaseStates,
  suspensionReasons,
  suspensionStates,
} from './wire';
import { MyAppointment, Slot } from './appointments';
import { fen, id, instant, listOf, localDate, optionalText, pageOf, pageQuery } from './common';
import { operation } from './operation';

const tag = 'suspensions';

export const SuspendedClinic = z
  .object({
    rosterId: id,
    doctorId: id,
    doctorName: z.string(),
    departmentName: z.string(),
    date: localDate,
    period: z.enum(dayPeriods),
    booked: z.int().meta({ description: 'Live appointments' }),
    held: z.int().meta({ description: 'Places that somebody is paying for now' }),
    waiting: z.int().meta({ description: 'Waitlist entries that end with it' }),
  })
  .meta({ id: 'SuspendedClinic' });

const counts = {
  cases: z.int(),
  told: z.int(),
  reached: z.int(),
  unreached: z.int(),
  rescheduled: z.int(),
  cancelled: z.int(),
};

export const Suspension = z
  .object({
    id,
    state: z.enum(suspensionStates),
    reason: z.enum(suspensionReasons),
    note: z.string(),
    branchId: id,
    answerBefore: instant.meta({
      description: 'Whoever has not answered by then is cancelled and refunded',
    }),
    clinics: z.array(SuspendedClinic),
    ...counts,
    mayClose: z.boolean().meta({ description: 'No case is open' }),
    createdAt: instant,
    createdBy: z.string(),
    closedAt: instant.nullable(),
    closedBy: z.string().nullable(),
  })
  .meta({ id: 'Suspension' });

export const SuspensionCase = z
  .object({
    id,
    suspensionId: id,
    appointmentId: id,
    state: z.enum(suspensionCaseStates),
    patientId: id,
    patientName: z.string().meta({ description: 'In clear where the policy allows, else masked' }),
    phoneMasked: z.string(),
    doctorName: z.string(),
    startsAt: instant.meta({ description: 'Of the visit that does not take place' }),
    newStartsAt: instant.nullable(),
    newDoctorName: z.string().nullable(),
    feeFen: fen,
    feeState: z.enum(feeStates),
    toldAt: instant.nullable(),
    reachedAt: instant.nullable(),
    reachedBy: z.string().meta({ description: 'sms, inbox, call; empty when nothing did' }),
    workItemId: id.nullable().meta({ description: 'The call task, where one was made' }),
    resolvedAt: instant.nullable(),
    resolvedBy: z.string(),
  })
  .meta({ id: 'SuspensionCase' });

/** Another free slot: of the same doctor first, then of the same department. */
export const CaseAlternative = Slot.extend({
  isSameDoctor: z.boolean(),
  differenceFen: z.int().meta({ description: 'Never charged; below 0 it is refunded' }),
}).meta({ id: 'CaseAlternative' });

export const MySuspensionCase = z
  .object({
    id,
    state: z.enum(suspensionCaseStates),
    isOpen: z.boolean(),
    reasonText: z.string().meta({ description: 'A sentence for the patient' }),
    answerBefore: instant,
    appointment: MyAppointment,
    alternatives: z.array(CaseAlternative),
  })
  .meta({ id: 'MySuspensionCase' });

const appointmentParams = z.object({ appointmentId: id });
const suspensionParams = z.object({ suspensionId: id });
const mine = { by: 'account', owns: 'appointment', consent: 'health-data' } as const;
const display = { by: 'staff', permission: 'roster.display' } as const;
const update = { by: 'staff', permission: 'roster.update' } as const;
const rosterIds = z.array(id).min(1, '请选择要停诊的班次').max(60, '一次最多 60 个班次');

export const suspensionOperations = {
  getMySuspensionCase: operation('getMySuspensionCase', {
    summary:
      'Why a visit does not take place, and what can be had instead; reading it counts as reached',
    tag,
    access: mine,
    params: appointmentParams,
    response: MySuspensionCase,
  }),
  answerMySuspensionCase: operation('answerMySuspensionCase', {
    summary: 'Take another slot (a dearer one costs nothing more) or the money back',
    tag,
    access: mine,
    idempotent: true,
    errors: ['SLOT_FULL', 'SLOT_NOT_OPEN', 'ALREADY_BOOKED', 'INVALID_STATE'],
    params: appointmentParams,
    body: z.discriminatedUnion('choice', [
      z.object({ choice: z.literal('reschedule'), slotId: id }),
      z.object({ choice: z.literal('cancel') }),
    ]),
    response: MyAppointment,
  }),
  previewSuspension: operation('previewSuspension', {
    summary: 'Who would be affected; changes nothing',
    tag,
    access: update,
    body: z.object({ rosterIds }),
    response: listOf(SuspendedClinic),
  }),
  createSuspension: operation('createSuspension', {
    summary:
      'Close the clinics, end held places with their money, tell every booked patient what can be had instead',
    tag,
    access: update,
    idempotent: true,
    errors: ['CLINIC_SUSPENDED', 'INVALID_STATE'],
    body: z.object({
      rosterIds,
      reason: z.enum(suspensionReasons),
      note: optionalText(200).default('').meta({ description: 'For staff; patients never see it' }),
    }),
    response: Suspension,
  }),
  listSuspensions: operation('listSuspensions', {
    summary: 'Suspensions, latest first',
    tag,
    access: display,
    query: z.object({
      ...pageQuery,
      state: z.enum(suspensionStates).optional(),
      branchId: id.optional(),
    }),
    response: pageOf(Suspension),
  }),
  getSuspension: operation('getSuspension', {
    summary: 'One suspension with its counts',
    tag,
    access: display,
    params: suspensionParams,
    response: Suspension,
  }),
  listSuspensionCases: operation('listSuspensionCases', {
    summary: 'Every affected patient and where each stands',
    tag,
    access: { by: 'staff', permission: 'appointment.display' },
    params: suspensionParams,
    query: z.object({ ...pageQuery, state: z.enum(suspensionCaseStates).optional() }),
    response: pageOf(SuspensionCase),
  }),
  listCaseAlternatives: operation('listCaseAlternatives', {
    summary: 'What a patient could have instead',
    tag,
    access: { by: 'staff', permission: 'appointment.display' },
    params: z.object({ caseId: id }),
    response: listOf(CaseAlternative),
  }),
  resolveSuspensionCases: operation('resolveSuspensionCases', {
    summary: 'Resolve one case with another slot, or many with the money back',
    tag,
    access: { by: 'staff', permission: 'appointment.update' },
    idempotent: true,
    errors: ['SLOT_FULL', 'SLOT_NOT_OPEN', 'ALREADY_BOOKED', 'INVALID_STATE'],
    params: suspensionParams,
    body: z.discriminatedUnion('choice', [
      z.object({ choice: z.literal('reschedule'), caseId: id, slotId: id }),
      z.object({ choice: z.literal('cancel'), caseIds: z.array(id).min(1).max(200) }),
    ]),
    response: Suspension,
  }),
  remindSuspensionCases: operation('remindSuspensionCases', {
    summary: 'Tell those who have not answered once more; at most once an hour each',
    tag,
    access: update,
    idempotent: true,
    errors: ['INVALID_STATE'],
    params: suspensionParams,
    response: z.object({ told: z.int() }),
  }),
  closeSuspension: operation('closeSuspension', {
    summary:
      'Close the suspension; refused with SUSPENSION_CASES_OPEN while one patient is not resolved',
    tag,
    access: update,
    errors: ['SUSPENSION_CASES_OPEN', 'INVALID_STATE'],
    params: suspensionParams,
    response: Suspension,
  }),
};
