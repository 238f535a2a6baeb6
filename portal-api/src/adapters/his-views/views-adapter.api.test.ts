import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { InboundKind } from '@suizhen/contract';
import { makeHospital, reportsOf } from '../../../dev/simulators/his/data/hospital';
import { HisViews } from '../../../dev/simulators/his/views';
import { demoMapping } from '../../../dev/simulators/his/views-mapping';
import type { Canonical } from '../../modules/integration/canonical';
import { ViewsAdapter } from './views-adapter';

const anchor = new Date('2026-11-20T04:00:00Z');
const hospital = makeHospital('PARK', anchor);
const name = `his_${Date.now().toString(36)}`;
let readerUrl: string;
let adminUrl: string;
let views: HisViews;
let adapter: ViewsAdapter;

beforeAll(async () => {
  adminUrl = inject('postgres').superuserUrl;
  const reader = new URL(adminUrl);
  reader.username = `${name}_reader`;
  reader.password = 'only-reads';
  reader.pathname = `/${name}`;
  readerUrl = reader.href;
  views = await HisViews.open({ adminUrl, readerUrl });
  await views.fill(hospital);
  adapter = new ViewsAdapter({ databaseUrl: readerUrl, mapping: JSON.stringify(demoMapping) });
});

afterAll(async () => {
  await adapter.close();
  await views.close();
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(`drop database ${name} with (force)`);
  await admin.query(`drop role ${name}_reader`);
  await admin.end();
});

async function taken<T extends Canonical['type']>(
  kind: InboundKind,
  type: T,
  since: Date | null = null,
): Promise<Extract<Canonical, { type: T }>[]> {
  const items: Canonical[] = [];
  for await (const page of adapter.pull(kind, { since, until: new Date() })) {
    items.push(...page.flatMap((raw) => adapter.read(raw).items));
  }
  return items.filter((item): item is Extract<Canonical, { type: T }> => item.type === type);
}

describe('a hospital that gives views', () => {
  it('gives every clinic with its numbers, and which clinics there are', async () => {
    const clinics = await taken('roster', 'roster');
    const places = clinics.map(({ externalId, isCancelled, slots }) => ({
      externalId,
      isCancelled,
      times: slots.map(({ startsAt }) => startsAt),
      places: slots.reduce((sum, slot) => sum + slot.places, 0),
    }));
    const expected = hospital.clinics.map(({ id, isCancelled, numbers }) => ({
      externalId: id,
      isCancelled,
      times: [...new Set(numbers.map(({ startsAt }) => startsAt))],
      places: numbers.length,
    }));
    expect(places).toHaveLength(expected.length);
    expect(places).toEqual(expect.arrayContaining(expected));
    const [list] = await taken('roster', 'roster-list');
    expect(new Set(list?.externalIds)).toEqual(new Set(hospital.clinics.map(({ id }) => id)));
    expect(await taken('roster', 'roster-list', new Date(0))).toEqual([]);
  });

  it('says that every view can be read, or which cannot', async () => {
    expect(await adapter.check()).toBe('数据库视图，7 个视图都能读取');
    const mapping = structuredClone(demoMapping);
    mapping.views.patient.columns.phone = 'no_such_column';
    const wrong = new ViewsAdapter({ databaseUrl: readerUrl, mapping: JSON.stringify(mapping) });
    await expect(wrong.check()).rejects.toThrow('没有这一列（his_views.v_brxx）');
    await wrong.close();
  });

  it('gives patients, visits and reports as they are, times in the zone of the hospital', async () => {
    const patients = await taken('patient', 'patient');
    expect(patients.map(({ patient }) => patient.identity?.number).sort()).toEqual(
      hospital.patients.map((one) => one.identityNumber).sort(),
    );
    const visits = new Map(hospital.visits.map((visit) => [visit.id, visit.is]));
    for (const { externalId, encounter } of await taken('encounter', 'encounter')) {
      const { visitNo: _own, ...expected } = visits.get(externalId)!;
      expect(encounter).toMatchObject(expected);
    }
    const reports = new Map(reportsOf(hospital).map((report) => [report.id, report.is]));
    const read = await taken('report', 'report');
    expect(read).toHaveLength(reports.size);
    for (const { externalId, report } of read) expect(report).toEqual(reports.get(externalId));
  });

  it('gives what changed since, also where only a line of a report did', async () => {
    const last = hospital.visits.at(-1)!.is.startedAt;
    const fresh = await taken('encounter', 'encounter', last);
    expect(fresh).toHaveLength(1);
    const report = reportsOf(hospital).find((one) => one.is.observations.length > 0)!;
    const line = report.is.observations[0]!;
    const at = new Date(anchor.getTime() + 60_000);
    await views.correct(report.id, line.code, '7.77', at);
    const [corrected, ...others] = await taken('report', 'report', at);
    expect(others).toEqual([]);
    expect(corrected).toMatchObject({ externalId: report.id });
    expect(corrected?.report.observations[0]?.value).toBe('7.77');
  });

  it('cannot be written, whatever the mapping says', async () => {
    const mapping = structuredClone(demoMapping);
    mapping.views.patient.view = 'his_views.v_brxx where false; drop view v_brxx; --';
    const evil = new ViewsAdapter({ databaseUrl: readerUrl, mapping: JSON.stringify(mapping) });
    await expect(evil.check()).rejects.toThrow('没有这个视图');
    await evil.close();
    expect(await adapter.send()).toMatchObject({ kind: 'refused' });
    const reader = new Client({ connectionString: readerUrl });
    await reader.connect();
    await expect(reader.query('delete from his_views.v_brxx')).rejects.toThrow('permission denied');
    await reader.end();
  });
});
