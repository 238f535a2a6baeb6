/** A doctor's or nurse's day before it begins: who comes, why, what was last time, what to prepare. */
import { z } from 'zod';
import {
  appointmentStatuses,
  careClasses,
  dayPeriods,
  feeStates,
  genders,
  queueEntryStates,
} from './wire';
import { id, instant, localDate, optionalText } from './common';
import { operation } from './operation';

const tag = 'clinic-day';

export const DayVisit = z
  .object({
    appointmentId: id,
    rosterId: id,
    patientId: id,
    patientName: z.string().meta({ description: 'In clear where the policy allows, else masked' }),
    patientGender: z.enum(genders),
    patientAge: z.int(),
    doctorName: z.string(),
    room: z.string(),
    number: z.int(),
    status: z.enum(appointmentStatuses),
    feeState: z.enum(feeStates),
    startsAt: instant,
    visitReason: z.string().meta({ description: 'In the patient’s own words; may be empty' }),
    isReturning: z.boolean(),
    lastVisit: z
      .object({ date: localDate, departmentName: z.string(), doctorName: z.string() })
      .nullable(),
    visitCount: z.int().meta({ description: 'Visits so far in this hospital' }),
    careClass: z.enum(careClasses),
    allergies: z.string(),
    noShows: z.int().meta({ description: 'Within the window of the credit rules' }),
    preparation: z.string().meta({ description: 'What to have ready' }),
    prompts: z
      .array(z.string())
      .meta({ description: 'Sentences worth reading before the patient comes in' }),
    queueState: z.enum(queueEntryStates).nullable(),
    followUpOf: id.nullable(),
    version: z.int(),
  })
  .meta({ id: 'DayVisit' });

export const ClinicDay = z
  .object({
    date: localDate,
    clinics: z.array(
      z.object({
        rosterId: id,
        doctorId: id,
        doctorName: z.string(),
        departmentId: id,
        departmentName: z.string(),
        period: z.enum(dayPeriods),
        room: z.string(),
        startsAt: instant,
        endsAt: instant,
        isSuspended: z.boolean(),
        visits: z.array(DayVisit),
      }),
    ),
  })
  .meta({ id: 'ClinicDay' });

export const clinicDayOperations = {
  getClinicDay: operation('getClinicDay', {
    summary: 'The clinics of a day in one’s scope; a doctor sees the own ones first',
    tag,
    access: { by: 'staff', permission: 'queue.display' },
    query: z.object({
      date: localDate.optional(),
      doctorId: id.optional(),
      departmentId: id.optional(),
    }),
    response: ClinicDay,
  }),
  savePreparation: operation('savePreparation', {
    summary: 'Note what to have ready for a visit',
    tag,
    access: { by: 'staff', permission: 'queue.update' },
    errors: ['VERSION_CONFLICT', 'INVALID_STATE'],
    params: z.object({ appointmentId: id }),
    body: z.object({ preparation: optionalText(300), version: z.int() }),
    response: DayVisit,
  }),
};
