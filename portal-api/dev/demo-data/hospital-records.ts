import { localDateOf } from '../../src/kernel/local-date';
import { makeHospital } from '../simulators/his/data/hospital';
import type { Hospital, HospitalVisit } from '../simulators/his/data/model';
import { population } from '../simulators/his/data/population';
import { addRows, type DemoContext } from './demo-context';
import { branchId, departmentId } from './directory';
import { addExplanations } from './explanations';
import { addHospitalSystems, systemId } from './hospital-systems';
import { addReports, type Placed } from './hospital-reports';
import { townPatientId } from './patients';
import { demoId } from './seeded';

const systemOf = { MAIN: 'his-main', PARK: 'his-park' } as const;

/**
 * What the hospital's own systems know, as if it had been taken in already: the same records under the same
 * ids and versions, so that the first sync finds nothing to change.
 */
export async function addHospitalRecords(context: DemoContext): Promise<void> {
  const anchor = await addHospitalSystems(context);
  await addExplanations(context);
  const [known] = await context.sql.query<{ n: number }>(
    `select count(*)::int as n from encounter where system_id = $1`,
    [systemId(systemOf.MAIN)],
  );
  if (known?.n) return;
  for (const branch of ['MAIN', 'PARK'] as const) {
    const place = new Place(makeHospital(branch, anchor), localDateOf(anchor));
    await addVisits(context, place);
    await addReports(context, place.reports(), anchor);
  }
}

/** Which of ours the hospital's are. */
class Place {
  private readonly patients: Map<string, string>;

  constructor(
    readonly hospital: Hospital,
    today: string,
  ) {
    this.patients = new Map(
      population(hospital.branch, today).map(({ key, patient }) => [patient.id, ourPatient(key)]),
    );
  }

  get isFhir(): boolean {
    return this.hospital.branch === 'MAIN';
  }

  get system(): string {
    return systemId(systemOf[this.hospital.branch]);
  }

  patient(id: string): string {
    const ours = this.patients.get(id);
    if (!ours) throw new Error('a patient of the hospital is nobody of the demonstration');
    return ours;
  }

  visit(visitId: string): string {
    return demoId('encounter', `${this.system}/${visitId}`);
  }

  department(code: string): string {
    return departmentId(this.hospital.branch, code);
  }

  /** MAIN-03.04-1 is the first doctor of the department. */
  doctor(code: string): string {
    const [branch, department, place] = code.split('-');
    return demoId('doctor', `${branch}/${department}/${Number(place) - 1}`);
  }

  reports(): Placed[] {
    return this.hospital.visits.flatMap((visit) =>
      visit.reports.map((report) => ({
        report,
        id: demoId('report', `${this.system}/${report.id}`),
        systemId: this.system,
        patientId: this.patient(report.patientId),
        branchId: branchId(this.hospital.branch),
        encounterId: this.visit(report.visitId),
        departmentId: this.department(report.departmentCode),
      })),
    );
  }
}

function ourPatient(key: string): string {
  return key.startsWith('town/')
    ? townPatientId(Number(key.slice('town/'.length)))
    : demoId('patient', key);
}

async function addVisits({ sql }: DemoContext, place: Place): Promise<void> {
  const { visits } = place.hospital;
  await addRows(
    sql,
    'encounter',
    visits.map((visit) => encounterRow(place, visit)),
  );
  const parts = visits.flatMap((visit) => partsOf(place, visit));
  for (const table of ['diagnosis', 'clinical_order', 'charge'] as const) {
    await addRows(
      sql,
      table,
      parts.flatMap((part) => (part.table === table ? [part.row] : [])),
    );
  }
}

function encounterRow(place: Place, { id, is, ...visit }: HospitalVisit) {
  return {
    id: place.visit(id),
    patient_id: place.patient(visit.patientId),
    branch_id: branchId(place.hospital.branch),
    department_id: place.department(visit.departmentCode),
    doctor_id: place.doctor(visit.doctorCode),
    class: is.class,
    status: is.status,
    visit_no: is.visitNo,
    department_name: is.departmentName,
    doctor_name: is.doctorName,
    started_at: is.startedAt,
    ended_at: is.endedAt,
    chief_complaint: is.chiefComplaint,
    treatment: is.treatment,
    advice: is.advice,
    completed_at: is.endedAt,
    updated_at: is.endedAt ?? is.startedAt,
    version: 1,
    ...sourceOf(place, id, '1', is.endedAt ?? is.startedAt),
  };
}

function sourceOf(place: Place, id: string, version: string, changedAt: Date) {
  return {
    system_id: place.system,
    source_id: id,
    source_version: version,
    source_changed_at: changedAt,
  };
}

interface Part {
  table: 'diagnosis' | 'clinical_order' | 'charge';
  row: Record<string, unknown>;
}

function partsOf(place: Place, visit: HospitalVisit): Part[] {
  const common = (kind: string, id: string) => ({
    id: demoId(kind, `${place.system}/${id}`),
    encounter_id: place.visit(visit.id),
    patient_id: place.patient(visit.patientId),
  });
  // Types that share a kind carry theirs in the id, as the adapter writes them.
  const named = (type: string, id: string): string => (place.isFhir ? `${type}/${id}` : id);
  return [
    ...visit.diagnoses.map(({ id, is }): Part => ({
      table: 'diagnosis',
      row: {
        ...common('diagnosis', id),
        code: is.code,
        name: is.name,
        is_main: is.isMain,
        is_retracted: is.isRetracted,
        recorded_at: is.recordedAt,
        ...sourceOf(place, id, '', is.recordedAt),
      },
    })),
    ...visit.orders.map(({ id, is }): Part => ({
      table: 'clinical_order',
      row: {
        ...common('order', id),
        kind: is.kind,
        code: is.code,
        name: is.name,
        dosage: is.dosage,
        quantity_text: is.quantityText,
        status: is.status,
        ordered_at: is.orderedAt,
        ...sourceOf(
          place,
          is.kind === 'medication' ? id : named('ServiceRequest', id),
          '1',
          is.orderedAt,
        ),
      },
    })),
    ...visit.charges.map(({ id, is }): Part => ({
      table: 'charge',
      row: {
        ...common('charge', id),
        code: is.code,
        name: is.name,
        quantity_text: is.quantityText,
        amount_fen: is.amountFen,
        is_cancelled: is.isCancelled,
        charged_at: is.chargedAt,
        ...sourceOf(place, named('ChargeItem', id), '1', is.chargedAt),
      },
    })),
  ];
}
