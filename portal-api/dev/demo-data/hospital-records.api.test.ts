import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/support/database';
import { nextTime, usualStart } from '../../test/support/hospital-time';
import { FhirAdapter } from '../../src/adapters/his-fhir';
import { digestOf } from '../../src/modules/records/intake/report-content';
import { Secrets } from '../../src/kernel/secrets';
import { moveClockTo } from '../launcher/local-clock';
import { startHisSim } from '../simulators/his';
import { portalAccounts } from './accounts';
import { fillDemoHospital } from './fill';
import { systemId } from './hospital-systems';

let database: TestDatabase;
let client: Client;
const secrets = new Secrets(`t1:${'ab'.repeat(32)}`, 'cd'.repeat(32));

beforeAll(async () => {
  database = await createTestDatabase();
  await moveClockTo(database.ownerUrl, nextTime(usualStart, new Date()));
  client = new Client({ connectionString: database.ownerUrl });
  await client.connect();
  await fillDemoHospital(client, secrets);
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const rows = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
  (await client.query(text, values)).rows as T[];
const count = async (text: string, values: unknown[] = []): Promise<number> =>
  Number((await rows<{ count: string }>(`select count(*) from ${text}`, values))[0]?.count);

describe('the records of the demonstration hospital', () => {
  it('are forty reports and more of the families, over five years', async () => {
    const phones = portalAccounts.map((account) => secrets.index('phone', account.phone));
    const [family] = await rows<{ n: number; days: number }>(
      `select count(*)::int as n, (max(r.issued_at)::date - min(r.issued_at)::date) as days
         from diagnostic_report r join patient p on p.id = r.patient_id where p.phone_index = any($1)`,
      [phones],
    );
    expect(family?.n).toBeGreaterThanOrEqual(40);
    expect(family?.days).toBeGreaterThan(1_700);
    expect(await count('diagnostic_report')).toBeGreaterThan(family!.n + 20);
  });

  it('stand in every state, and say when they went out', async () => {
    const states = await rows<{ state: string }>(
      `select distinct release_state as state from diagnostic_report order by 1`,
    );
    expect(states.map(({ state }) => state)).toEqual([
      'critical-hold',
      'in-person',
      'released',
      'review',
    ]);
    expect(await count(`critical_alert where state = 'open'`)).toBe(1);
    expect(
      await count(`diagnostic_report r join observation o on o.report_id = r.id
        where o.code = 'HIV-Ab' and r.release_state <> 'in-person'`),
    ).toBe(0);
    expect(await count(`diagnostic_report where issued_at > recorded_at`)).toBe(0);
  });

  it('hang together: visits with diagnoses, orders and charges, in order of time', async () => {
    for (const part of ['diagnosis', 'clinical_order', 'charge']) {
      expect(await count(part)).toBeGreaterThan(50);
      expect(
        await count(
          `${part} x join encounter e on e.id = x.encounter_id where x.patient_id <> e.patient_id`,
        ),
      ).toBe(0);
    }
    expect(await count(`encounter where doctor_id is null or department_id is null`)).toBe(0);
    expect(
      await count(`encounter e join doctor d on d.id = e.doctor_id where d.name <> e.doctor_name`),
    ).toBe(0);
  });

  it('have explanations that are approved, for items that are there', async () => {
    expect(await count(`item_explanation where state = 'approved'`)).toBeGreaterThanOrEqual(20);
    expect(
      await count(`item_explanation e where not exists
        (select 1 from observation o where o.code = e.code and o.name = e.name)`),
    ).toBe(0);
  });

  it('are word for word what the hospital’s own system says, so that a sync corrects nothing', async () => {
    const [system] = await rows<{ created_at: Date }>(
      `select created_at from external_system where id = $1`,
      [systemId('his-main')],
    );
    const sim = await startHisSim({ port: 0, mllpPort: 0, anchor: system!.created_at });
    const adapter = new FhirAdapter({
      baseUrl: `${sim.url}/fhir`,
      token: sim.token,
      pageSize: 100,
    });
    const kept = new Map(
      (
        await rows<{ source_id: string; content_digest: string }>(
          `select source_id, content_digest from diagnostic_report where system_id = $1`,
          [systemId('his-main')],
        )
      ).map((row) => [row.source_id, row.content_digest]),
    );
    let same = 0;
    for await (const page of adapter.pull('report', { since: null, until: new Date() })) {
      for (const item of page.flatMap((raw) => adapter.read(raw).items)) {
        if (item.type !== 'report') continue;
        expect(kept.get(item.externalId)).toBe(digestOf(item.report));
        same += 1;
      }
    }
    expect(same).toBe(kept.size);
    const documents = await rows<{ identity_cipher: string }>(
      `select identity_cipher from patient where id in (select patient_id from encounter where system_id = $1)`,
      [systemId('his-main')],
    );
    const numbers = new Set(documents.map((row) => secrets.decrypt(row.identity_cipher)));
    const theirs = new Set(sim.actions.patients().map((one) => one.identityNumber));
    expect([...numbers].filter((number) => !theirs.has(number))).toEqual([]);
    await sim.close();
  });

  it('stay as they are when filled again', async () => {
    const facts = () =>
      rows(`select (select count(*) from diagnostic_report) as reports, (select count(*) from encounter) as visits,
        (select count(*) from observation) as lines, (select count(*) from external_system) as systems`);
    const before = await facts();
    await fillDemoHospital(client, secrets);
    expect(await facts()).toEqual(before);
  });
});
