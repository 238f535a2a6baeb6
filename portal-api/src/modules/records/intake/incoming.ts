import type {
  EncounterClass,
  EncounterStatus,
  OrderKind,
  ReportKind,
  ReportStatus,
  ResultFlag,
} from '@suizhen/contract';

/** Where a record came from. The same id again is the same record; an older version changes nothing. */
export interface RecordSource {
  systemId: string;
  sourceId: string;
  /** The system's own version, or a digest of the content where it has none. */
  version: string;
  /** When the system changed it; decides which of two versions is the later. */
  changedAt: Date;
}

export interface IncomingObservation {
  code: string;
  name: string;
  /** As the laboratory wrote it, comparator included: `<0.5`, `12.3`, `阴性`. */
  value: string;
  /** Null where the value is no plain number; a value with a comparator is none. */
  number: number | null;
  unit: string;
  rangeText: string;
  rangeLow: number | null;
  rangeHigh: number | null;
  flag: ResultFlag;
  /** HH, LL, or marked as 危急值 by the laboratory. */
  isCritical: boolean;
  method: string;
  effectiveAt: Date;
}

export interface IncomingReport {
  kind: ReportKind;
  code: string;
  name: string;
  reportNo: string;
  status: ReportStatus;
  specimen: string;
  departmentName: string;
  requesterName: string;
  performerName: string;
  reviewerName: string;
  collectedAt: Date | null;
  receivedAt: Date | null;
  reviewedAt: Date | null;
  issuedAt: Date;
  findings: string;
  conclusion: string;
  /** DICOM Study Instance UID; empty without pictures. */
  studyUid: string;
  observations: readonly IncomingObservation[];
}

export interface IncomingEncounter {
  class: EncounterClass;
  status: EncounterStatus;
  visitNo: string;
  departmentName: string;
  doctorName: string;
  startedAt: Date;
  endedAt: Date | null;
  chiefComplaint: string;
  treatment: string;
  advice: string;
}

export interface IncomingDiagnosis {
  code: string;
  name: string;
  isMain: boolean;
  isRetracted: boolean;
  recordedAt: Date;
}

export interface IncomingOrder {
  kind: OrderKind;
  code: string;
  name: string;
  dosage: string;
  quantityText: string;
  status: string;
  orderedAt: Date;
}

export interface IncomingCharge {
  code: string;
  name: string;
  quantityText: string;
  amountFen: number;
  isCancelled: boolean;
  chargedAt: Date;
}

/** What is known of the place of a record; all resolved to ours. */
export interface RecordPlace {
  patientId: string;
  branchId: string;
  departmentId: string | null;
  doctorId: string | null;
  encounterId: string | null;
  appointmentId: string | null;
}

/** `older`: a later version is kept already. */
export type IntakeOutcome = 'created' | 'changed' | 'unchanged' | 'older';
