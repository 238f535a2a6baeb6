import type { EncounterClass } from '@suizhen/contract';
import {
  type Canonical,
  InboundProblem,
  type PatientRef,
} from '../../../modules/integration/canonical';
import type { Segment } from '../message';
import { codedText, type Context, personName } from './context';

/** PV1-2, table 0004. */
const classes: Record<string, EncounterClass> = {
  O: 'outpatient',
  R: 'outpatient',
  C: 'outpatient',
  E: 'emergency',
  I: 'inpatient',
  P: 'inpatient',
  B: 'inpatient',
  T: 'physical-exam',
  PE: 'physical-exam',
};

/** Where a visit stands, as far as PV1 says. */
export function departmentOf(pv1: Segment | undefined): { code: string; name: string } {
  if (!pv1) return { code: '', name: '' };
  const code = pv1.text(3) || pv1.text(10) || pv1.text(3, 4);
  const name = pv1.text(3, 9) || pv1.text(3, 4);
  return { code, name: name || (/\p{Script=Han}/u.test(code) ? code : '') };
}

/** The number of the visit, or that of the account where a HIS numbers by account. */
export function visitNumber(pv1: Segment | undefined): string {
  return pv1 ? pv1.text(19) || pv1.text(50) : '';
}

/** The visit of an ADT message with its diagnoses; nothing where the message names no visit. */
export function readVisit(context: Context, patient: PatientRef): Canonical[] {
  const pv1 = context.message.first('PV1');
  const externalId = visitNumber(pv1);
  if (!pv1 || !externalId) return [];
  const doctor = pv1.repetitions(7)[0];
  const department = departmentOf(pv1);
  const dates = visitDates(context, pv1);
  return [
    {
      type: 'encounter',
      externalId,
      patient,
      encounterExternalId: '',
      departmentCode: department.code,
      doctorCode: doctor?.text(1) ?? '',
      appointmentNo: pv1.text(5),
      encounter: {
        class: classOf(context, pv1),
        status: dates.endedAt ? 'finished' : 'in-progress',
        visitNo: externalId,
        departmentName: department.name,
        doctorName: personName(doctor),
        ...dates,
        chiefComplaint: complaintOf(context),
        treatment: '',
        advice: '',
      },
    },
    ...readDiagnoses(context, patient, externalId, dates.startedAt),
  ];
}

function classOf({ event, leftOut }: Context, pv1: Segment): EncounterClass {
  const code = pv1.text(2).toUpperCase();
  const known = classes[code];
  if (known) return known;
  if (code) leftOut.add('PV1-2', '不认识的就诊类别');
  return event === 'A01' ? 'inpatient' : 'outpatient';
}

function visitDates(context: Context, pv1: Segment): { startedAt: Date; endedAt: Date | null } {
  const { message, times, event } = context;
  const evn = message.first('EVN');
  const happened = (evn && (times.of(evn, 6) ?? times.of(evn, 2))) ?? times.sentAt;
  const endedAt = times.of(pv1, 45) ?? (event === 'A03' ? happened : null);
  const startedAt = times.of(pv1, 44) ?? (event === 'A03' ? endedAt : happened);
  if (!startedAt) throw new InboundProblem('missing-field', '缺少就诊时间（PV1-44）');
  if (endedAt && endedAt < startedAt) {
    throw new InboundProblem('absurd-date', '就诊结束早于开始（PV1-45）');
  }
  return { startedAt, endedAt };
}

function complaintOf({ message }: Context): string {
  const pv2 = message.first('PV2');
  return pv2 ? codedText(pv2, 3) : '';
}

function readDiagnoses(
  { message, times }: Context,
  patient: PatientRef,
  encounterExternalId: string,
  visitAt: Date,
): Canonical[] {
  return message.all('DG1').flatMap((dg1, index) => {
    const code = dg1.text(3);
    const name = dg1.text(3, 2) || dg1.text(4) || code;
    if (!name) return [];
    return {
      type: 'diagnosis',
      externalId: dg1.text(20) || `${encounterExternalId}/${code || name}`,
      patient,
      encounterExternalId,
      diagnosis: {
        code,
        name,
        isMain: dg1.text(15) === '1' || (dg1.text(15) === '' && index === 0),
        isRetracted: dg1.text(21).toUpperCase() === 'D',
        recordedAt: times.of(dg1, 5) ?? visitAt,
      },
    } as const;
  });
}
