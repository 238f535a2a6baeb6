import type {
  EncounterClass,
  EncounterStatus,
  OrderKind,
  ReportStatus,
  ResponseOf,
} from '@suizhen/contract';
import { isListed, isOpenable } from '../reading/report.sql';

export type EncounterSummary = ResponseOf<'listMyEncounters'>['items'][number];
export type Encounter = ResponseOf<'getMyEncounter'>;

/** Who reads: patients know only of the reports that were released to them. */
export type Reader = 'patient' | 'staff';

export interface SummaryRow extends Record<string, unknown> {
  id: string;
  patient_id: string;
  class: EncounterClass;
  status: EncounterStatus;
  visit_no: string;
  branch_name: string;
  department_name: string;
  doctor_name: string;
  started_at: Date;
  ended_at: Date | null;
  diagnosis_text: string;
  reports: number;
}

/** Written as it stands in the reports' own list. */
const reportsOf = (reader: Reader) =>
  `r.encounter_id = e.id and r.patient_id = e.patient_id and ${reader === 'patient' ? isListed : 'true'}`;

/** The columns of `SummaryRow`, over `encounterTables`. */
export const summaryColumns = (reader: Reader) => `
  e.id, e.patient_id, e.class, e.status, e.visit_no, b.name as branch_name,
  coalesce(nullif(e.department_name, ''), dp.name, '') as department_name,
  coalesce(nullif(e.doctor_name, ''), d.name, '') as doctor_name, e.started_at, e.ended_at,
  coalesce((select x.name from diagnosis x where x.encounter_id = e.id and not x.is_retracted
             order by x.is_main desc, x.recorded_at, x.id limit 1), '') as diagnosis_text,
  (select count(*)::int from diagnostic_report r where ${reportsOf(reader)}) as reports`;

export const encounterTables = `encounter e join branch b on b.id = e.branch_id
  left join department dp on dp.id = e.department_id left join doctor d on d.id = e.doctor_id`;

/** A visit that was called off is none to its patient. */
export const isKnownTo = (reader: Reader) =>
  reader === 'patient' ? `e.status <> 'cancelled'` : 'true';

export interface EncounterRow extends SummaryRow {
  chief_complaint: string;
  treatment: string;
  advice: string;
}

export interface EncounterParts {
  diagnoses: { code: string; name: string; is_main: boolean }[];
  orders: {
    kind: OrderKind;
    name: string;
    dosage: string;
    quantity_text: string;
    status: string;
    ordered_at: Date;
  }[];
  charges: { name: string; quantity_text: string; amount_fen: string; charged_at: Date }[];
  reports: { id: string; name: string; status: ReportStatus; is_openable: boolean }[];
}

export const encounterColumns = (reader: Reader) =>
  `${summaryColumns(reader)}, e.chief_complaint, e.treatment, e.advice`;

export const partsSql = {
  diagnoses: `select code, name, is_main from diagnosis where encounter_id = $1 and not is_retracted
    order by is_main desc, recorded_at, id limit 200`,
  orders: `select kind, name, dosage, quantity_text, status, ordered_at from clinical_order where encounter_id = $1
    order by ordered_at, id limit 1000`,
  charges: `select name, quantity_text, amount_fen, charged_at from charge
    where encounter_id = $1 and not is_cancelled order by charged_at, id limit 2000`,
  reports: (reader: Reader) => `
    select r.id, r.name, r.status, ${reader === 'patient' ? isOpenable : 'true'} as is_openable
      from diagnostic_report r join encounter e on e.id = r.encounter_id
     where e.id = $1 and ${reportsOf(reader)} order by r.issued_at, r.id limit 200`,
};

export function presentSummary(row: SummaryRow): EncounterSummary {
  return {
    id: row.id,
    patientId: row.patient_id,
    class: row.class,
    status: row.status,
    visitNo: row.visit_no,
    branchName: row.branch_name,
    departmentName: row.department_name,
    doctorName: row.doctor_name,
    startedAt: row.started_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    diagnosisText: row.diagnosis_text,
    reports: row.reports,
  };
}

export function presentEncounter(row: EncounterRow, parts: EncounterParts): Encounter {
  const charges = parts.charges.map((each) => ({
    name: each.name,
    quantityText: each.quantity_text,
    amountFen: Number(each.amount_fen),
    chargedAt: each.charged_at.toISOString(),
  }));
  return {
    ...presentSummary(row),
    chiefComplaint: row.chief_complaint,
    treatment: row.treatment,
    advice: row.advice,
    diagnoses: parts.diagnoses.map(({ code, name, is_main: isMain }) => ({ code, name, isMain })),
    orders: parts.orders.map((each) => ({
      kind: each.kind,
      name: each.name,
      dosage: each.dosage,
      quantityText: each.quantity_text,
      status: each.status,
      orderedAt: each.ordered_at.toISOString(),
    })),
    charges,
    chargedFen: charges.reduce((sum, { amountFen }) => sum + amountFen, 0),
    reportLinks: parts.reports.map(({ id, name, status, is_openable: isOpenable }) => ({
      id,
      name,
      status,
      isOpenable,
    })),
  };
}
