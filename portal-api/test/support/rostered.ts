/** What a hospital's rosters have become here, as tests look at it. */
import { aPatient } from './clinic';
import type { FhirHospital } from './fhir-hospital';
import type { TestAccount } from './people';

/** Every place by time: `f` free, `c` closed, `s` somebody's. */
export async function placesOf({ app, doctorId }: FhirHospital): Promise<Record<string, string>> {
  const { rows } = await app.sql.query<{ time: string; states: string }>(
    `select to_char(s.starts_at at time zone 'Asia/Shanghai', 'MM-DD HH24:MI') as time,
       coalesce(string_agg(case when p.state in ('free', 'closed') then left(p.state, 1) else 's' end, ''
         order by p.state <> 'sold', p.state desc), '') as states
       from slot s left join place p on p.slot_id = s.id where s.doctor_id = $1 group by 1 order by 1`,
    [doctorId],
  );
  return Object.fromEntries(rows.map(({ time, states }) => [time, states]));
}

/** To be paid at the desk. */
export async function bookAt(
  hospital: FhirHospital,
  account: TestAccount,
  time = '09:00',
): Promise<string> {
  const { app, doctorId } = hospital;
  const { rows } = await app.sql.query<{ id: string }>(
    `select id from slot where doctor_id = $1 and to_char(starts_at at time zone 'Asia/Shanghai', 'HH24:MI') = $2`,
    [doctorId, time],
  );
  const patientId = await aPatient(app, { proxies: [account.accountId] });
  const held = await app.call('holdPlace', {
    as: account.as,
    body: { slotId: rows[0]!.id, patientId },
  });
  if (held.error) throw new Error(`not held: ${held.error.code}`);
  const params = { appointmentId: held.body.id };
  const booked = await app.call('chooseDeskPayment', { as: account.as, params });
  if (booked.error) throw new Error(`not booked: ${booked.error.code}`);
  await hospital.tell();
  return held.body.id;
}

export async function rosterMessagesOf({ app, systemId }: FhirHospital) {
  const { rows } = await app.sql.query<{
    external_id: string;
    state: string;
    fault: string | null;
    fault_text: string;
  }>(
    `select external_id, state, fault, fault_text from inbound_message
      where system_id = $1 and kind = 'roster' and external_id not like 'List/%' order by seq`,
    [systemId],
  );
  return rows;
}

export async function conflictsOf({ app, systemId }: FhirHospital) {
  const { rows } = await app.sql.query<{
    id: string;
    title: string;
    state: string;
    version: number;
  }>(
    `select id, title, state, version from sync_conflict where system_id = $1 order by raised_at, id`,
    [systemId],
  );
  return rows;
}
