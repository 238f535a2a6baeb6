/** What the product holds of one system, in the lines of the other side. */
import type { Pool } from 'pg';
import type { Secrets } from '../../src/kernel';
import type { Lines } from './fhir-truth';

interface MappedRow {
  external_id: string;
  internal_id: string;
  merged_into: string | null;
  name: string;
  phone_cipher: string;
}

interface OurSideOptions {
  sql: Pool;
  secrets: Secrets;
  systemId: string;
  /** Of all numbers of patients there, those that are compared. */
  isTheirs: (externalId: string) => boolean;
  /** Numbers that stand for a person there by now. */
  roots: ReadonlySet<string>;
}

export async function ourLines({
  sql,
  secrets,
  systemId,
  ...their
}: OurSideOptions): Promise<Lines> {
  const lines: Lines = new Map();
  const { rows: mapped } = await sql.query<MappedRow>(
    `select x.external_id, x.internal_id, p.merged_into, p.name, p.phone_cipher
       from external_id x join patient p on p.id = x.internal_id
      where x.system_id = $1 and x.kind = 'patient'`,
    [systemId],
  );
  const theirs = mapped.filter((row) => their.isTheirs(row.external_id));
  const people = new Map<string, string[]>();
  for (const { internal_id: id, external_id: theirId } of theirs) {
    if (their.roots.has(theirId)) people.set(id, [...(people.get(id) ?? []), theirId]);
  }
  const personOf = (id: string): string => people.get(id)?.join('+') ?? `nobody there (${id})`;
  for (const { external_id: theirId, internal_id: id, ...patient } of theirs) {
    const ended = patient.merged_into === null ? '' : ', which ended';
    lines.set(`patient ${theirId}`, `is ${personOf(id)}${ended}`);
    if (!their.roots.has(theirId)) continue;
    lines.set(`person ${theirId}`, `${patient.name} ${secrets.decrypt(patient.phone_cipher)}`);
  }
  const { rows } = await sql.query<{ key: string; patient_id: string; said: string }>(recordsSql, [
    systemId,
  ]);
  for (const { key, patient_id: patientId, said } of rows) {
    const place = lines.has(key) ? `${key} once more` : key;
    lines.set(place, `${personOf(patientId)} ${said}`);
  }
  return lines;
}

const visitOf = (table: string) =>
  `coalesce((select e.source_id from encounter e where e.id = ${table}.encounter_id), '')`;

const recordsSql = `
  select 'visit ' || source_id as key, patient_id, status as said from encounter where system_id = $1
  union all
  select 'diagnosis ' || d.source_id, d.patient_id, ${visitOf('d')} || ' ' || d.name from diagnosis d
   where d.system_id = $1
  union all
  select 'order ' || regexp_replace(o.source_id, '^.*/', ''), o.patient_id, ${visitOf('o')} || ' ' || o.quantity_text
    from clinical_order o where o.system_id = $1
  union all
  select 'charge ' || regexp_replace(c.source_id, '^.*/', ''), c.patient_id,
    ${visitOf('c')} || ' ' || c.amount_fen || ' ' || c.is_cancelled from charge c where c.system_id = $1
  union all
  select 'report ' || r.source_id, r.patient_id, ${visitOf('r')} || ' ' || r.status || ' ' ||
    coalesce((select string_agg(o.code || '=' || o.value, ' ' order by o.position) from observation o
      where o.report_id = r.id and o.patient_id = r.patient_id), '')
    from diagnostic_report r where r.system_id = $1`;

/** What differs, told so that somebody can look. */
export function differences(theirs: Lines, ours: Lines): string[] {
  const found: string[] = [];
  for (const [key, line] of theirs) {
    const other = ours.get(key);
    if (other === undefined) found.push(`${key} is lost: ${line}`);
    else if (other !== line) found.push(`${key}: there «${line}», here «${other}»`);
  }
  for (const [key, line] of ours) if (!theirs.has(key)) found.push(`${key} is only here: ${line}`);
  return found;
}
