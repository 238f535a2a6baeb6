/** What the simulated hospital keeps, in the shapes in which records are taken in; each wire dresses it. */
import type {
  IncomingCharge,
  IncomingDiagnosis,
  IncomingEncounter,
  IncomingOrder,
  IncomingReport,
} from '../../../../src/modules/records';

export interface HospitalPatient {
  id: string;
  name: string;
  gender: 'male' | 'female';
  birthDate: string;
  identityNumber: string;
  phone: string;
  address: string;
  cardNumber: string;
}

interface Named<T> {
  id: string;
  is: T;
}

export interface HospitalReport extends Named<IncomingReport> {
  patientId: string;
  visitId: string;
  departmentCode: string;
}

export interface HospitalVisit extends Named<IncomingEncounter> {
  patientId: string;
  departmentCode: string;
  doctorCode: string;
  diagnoses: Named<IncomingDiagnosis>[];
  orders: Named<IncomingOrder>[];
  charges: Named<IncomingCharge>[];
  reports: HospitalReport[];
}

export interface HospitalDoctor {
  code: string;
  name: string;
  departmentCode: string;
  departmentName: string;
}

/** A clinic of one doctor, number by number. */
export interface HospitalClinic {
  id: string;
  doctor: HospitalDoctor;
  isCancelled: boolean;
  /** When it was made. */
  madeAt: Date;
  numbers: { id: string; startsAt: Date; endsAt: Date; isSold: boolean }[];
}

/** One branch's system. */
export interface Hospital {
  branch: 'MAIN' | 'PARK';
  doctors: HospitalDoctor[];
  /** In time order. */
  clinics: HospitalClinic[];
  patients: HospitalPatient[];
  /** Oldest first. */
  visits: HospitalVisit[];
}
