/** Both sides laid beside each other: what is there and not here, here and not there, or otherwise. */
import type { Lines } from './fhir-truth';
import {
  asideReports,
  fhirLines,
  isBornThere,
  ourPatientsThere,
  theirAppointments,
} from './fhir-truth';
import type { FhirSide } from './fhir-side';
import type { Hospital } from './hospital';
import type { LisSide } from './lis-side';
import { differences, ourLines } from './our-side';
import type { Scene } from '../scene';

export interface Sides {
  scene: Scene;
  hospital: Hospital;
  fhir: FhirSide;
  lis: LisSide;
  branchId: string;
}

export async function disagreements(sides: Sides): Promise<string[]> {
  const { hospital, fhir, lis } = sides;
  const { views, ids } = hospital;
  return [
    ...(await recordsOf(sides, ids.fhir, fhirLines(fhir.store), isBornThere)),
    ...(await recordsOf(sides, ids.hl7, lis.lines(), (id) => /^L[PDS]/.test(id))),
    ...(await recordsOf(sides, ids.views, views.lines(), () => true)),
    ...(await patientsOf(sides)),
    ...(await appointmentsOf(sides)),
    ...(await setAside(sides)),
  ];
}

export const countLines = ({ fhir, lis, hospital }: Sides): number =>
  fhirLines(fhir.store).size + lis.lines().size + hospital.views.lines().size;

async function recordsOf(
  { scene }: Sides,
  systemId: string,
  theirs: Lines,
  isTheirs: (id: string) => boolean,
): Promise<string[]> {
  const own = [...theirs].filter(([key, line]) => line === `is ${key.replace('patient ', '')}`);
  const roots = new Set(own.map(([key]) => key.replace('patient ', '')));
  const { sql, secrets } = scene;
  return differences(theirs, await ourLines({ sql, secrets, systemId, isTheirs, roots }));
}

/** Whoever is known on both sides is one person on both. */
async function patientsOf({ scene, hospital, fhir }: Sides): Promise<string[]> {
  const found: string[] = [];
  const { rows } = await scene.sql.query<{ external_id: string; ours: string }>(
    `select x.external_id, coalesce(p.merged_into, p.id)::text as ours from external_id x
       join patient p on p.id = x.internal_id where x.system_id = $1 and x.kind = 'patient'`,
    [hospital.ids.fhir],
  );
  const ours = new Map(rows.map((row) => [row.external_id, row.ours]));
  const merged = await scene.sql.query<{ id: string; merged_into: string }>(
    `select id, merged_into from patient where merged_into is not null`,
  );
  const into = new Map(merged.rows.map((row) => [row.id, row.merged_into]));
  const there = new Map<string, string>();
  for (const { id, ourId } of ourPatientsThere(fhir.store)) {
    if (there.has(ourId)) found.push(`${ourId} is there twice: ${there.get(ourId)} and ${id}`);
    there.set(ourId, id);
    const known = ours.get(id);
    const expected = into.get(ourId) ?? ourId;
    if (known !== expected) found.push(`${id} there is ${expected} here, not ${known}`);
  }
  const { rows: shared } = await scene.sql.query<{ external_id: string }>(
    `select l.external_id from external_id l
       join external_id h on h.system_id = $2 and h.kind = 'patient' and h.external_id = substr(l.external_id, 3)
      where l.system_id = $1 and l.kind = 'patient' and l.external_id like 'LS%' and l.internal_id <> h.internal_id`,
    [hospital.ids.hl7, hospital.ids.fhir],
  );
  for (const { external_id: id } of shared) found.push(`${id} is two people here`);
  return found;
}

interface AppointmentRow {
  appointment_no: string;
  status: string;
  numbers: string[];
}

const hl7Words: Record<string, string> = { booked: 'Booked', cancelled: 'Cancelled' };

/** What was booked and cancelled here stands there, once, and as it is. */
async function appointmentsOf({ scene, hospital, fhir, branchId }: Sides): Promise<string[]> {
  const { rows } = await scene.sql.query<AppointmentRow>(
    `select a.appointment_no, a.status, array(select x.external_id from external_id x
        where x.system_id = $2 and x.kind = 'patient' and x.internal_id = a.patient_id) as numbers
       from appointment a where a.branch_id = $1`,
    [branchId, hospital.ids.fhir],
  );
  const theirs = theirAppointments(fhir.store);
  const { appointments } = hospital.sim.hl7.desk;
  const found: string[] = [];
  for (const { appointment_no: number, status, numbers } of rows) {
    const there = theirs.filter(({ ourNumber }) => ourNumber === number);
    const [one] = there;
    if (there.length !== 1) found.push(`${number} stands ${there.length} times there`);
    else if (one!.status !== status) found.push(`${number} is ${status}, there ${one!.status}`);
    else if (!numbers.includes(one!.patientId)) found.push(`${number} is of somebody else there`);
    const told = appointments.get(number)?.status;
    if (told !== hl7Words[status]) found.push(`${number} is ${status}, by HL7 ${told}`);
  }
  if (theirs.length > rows.length)
    found.push(`${theirs.length - rows.length} appointments too many`);
  return found;
}

/** Nothing lies about without a reason, and with one only what nobody could take in. */
async function setAside({ scene, hospital, fhir, lis }: Sides): Promise<string[]> {
  const { rows } = await scene.sql.query<{ system_id: string; external_id: string; why: string }>(
    `select system_id, external_id, state || ': ' || coalesce(fault, '') || ' ' || fault_text as why
       from inbound_message where state in ('received', 'quarantined', 'discarded')`,
  );
  const found: string[] = [];
  const aside = new Set<string>();
  for (const { system_id: systemId, external_id: id, why } of rows) {
    const isExpected =
      systemId === hospital.ids.fhir
        ? fhir.doubtful.has(id)
        : lis.unreadable.has(id.split('/').at(-1) ?? '');
    if (!isExpected) found.push(`${id} is not taken in: ${why}`);
    else aside.add(id.split('/').at(-1)!);
  }
  for (const id of [...asideReports(fhir.store), ...lis.unreadable]) {
    if (!aside.has(id)) found.push(`${id} cannot be taken in, and nobody sees it`);
  }
  const conflicts = await scene.sql.query<{ title: string; dedupe_key: string }>(
    `select title, dedupe_key from sync_conflict where state = 'open'`,
  );
  for (const each of conflicts.rows) found.push(`conflict over ${each.dedupe_key}: ${each.title}`);
  return found;
}
