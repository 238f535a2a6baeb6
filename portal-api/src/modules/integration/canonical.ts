import type {
  AppointmentStatus,
  Gender,
  IdentityType,
  InboundFault,
  VitalKind,
} from '@suizhen/contract';
import type {
  IncomingCharge,
  IncomingDiagnosis,
  IncomingEncounter,
  IncomingOrder,
  IncomingReport,
} from '../records';

/**
 * What every adapter makes of what its system says: one vocabulary, whatever the wire. Ids are the system's
 * own; the pipeline finds ours.
 */

export interface CanonicalPatient {
  externalId: string;
  name: string;
  gender: Gender;
  /** YYYY-MM-DD */
  birthDate: string;
  /** Null when the system holds no document: matched by number, or kept under the hospital's own. */
  identity: { type: IdentityType; number: string } | null;
  phone: string;
  address: string;
  cardNumber: string;
  isDeceased: boolean;
  /** Our own number of the patient, where the system keeps it; absent: it knows none. */
  ourId?: string;
}

/** Whom a record is about, with what the message itself says of the patient, where it does. */
export interface PatientRef {
  externalId: string;
  patient: CanonicalPatient | null;
}

interface OfPatient {
  patient: PatientRef;
  /** Empty: none. */
  encounterExternalId: string;
}

/** Places that begin at one moment. */
export interface CanonicalSlot {
  startsAt: Date;
  endsAt: Date;
  places: number;
  /** Of these, sold: here, there or anywhere. */
  taken: number;
}

/** A schedule as it stands, whole: what is not in it any more was taken out. */
export interface CanonicalRoster {
  externalId: string;
  /** Their number of the doctor; empty with the name: it is nobody's clinic, but a room's. */
  doctorCode: string;
  doctorName: string;
  departmentCode: string;
  isCancelled: boolean;
  /** In time order, each moment once. */
  slots: readonly CanonicalSlot[];
  /** When each of its parts was last changed: of two states, one is older in one of them. */
  versions: Readonly<Record<string, string>>;
}

export type Canonical =
  | { type: 'patient'; patient: CanonicalPatient }
  | { type: 'merge'; survivorExternalId: string; mergedExternalId: string }
  | (OfPatient & {
      type: 'encounter';
      externalId: string;
      encounter: IncomingEncounter;
      departmentCode: string;
      doctorCode: string;
      /** Our appointment number, where the system was told it. */
      appointmentNo: string;
    })
  | (OfPatient & { type: 'diagnosis'; externalId: string; diagnosis: IncomingDiagnosis })
  | (OfPatient & { type: 'order'; externalId: string; order: IncomingOrder })
  | (OfPatient & { type: 'charge'; externalId: string; charge: IncomingCharge })
  | (OfPatient & {
      type: 'report';
      externalId: string;
      report: IncomingReport;
      departmentCode: string;
    })
  | (OfPatient & {
      type: 'vital';
      externalId: string;
      kind: VitalKind;
      systolic: number | null;
      diastolic: number | null;
      value: number | null;
      measuredAt: Date;
    })
  | (OfPatient & {
      type: 'appointment';
      externalId: string;
      appointmentNo: string;
      status: AppointmentStatus;
      changedAt: Date;
    })
  | ({ type: 'roster' } & CanonicalRoster)
  /** Every schedule there is; what is not among them is no more. */
  | { type: 'roster-list'; externalIds: readonly string[] }
  | { type: 'practitioner'; externalId: string; name: string; departmentCode: string };

/** What became of one message: what it says, and which parts of it are not kept here. */
export interface Reading {
  items: readonly Canonical[];
  leftOut: readonly string[];
}

/** A message that cannot be taken: for quarantine, or to be set aside when it is nothing of ours. */
export class InboundProblem extends Error {
  constructor(
    readonly fault: InboundFault,
    /** In Chinese, for whoever works the quarantine off; nothing personal. */
    text: string,
  ) {
    super(text);
  }
}
