import { afterAll, beforeAll, expect, it } from 'vitest';
import { type HisSim, startHisSim } from '../../../dev/simulators/his';
import type { RawItem } from '../../modules/integration/ports';
import { FhirAdapter } from './fhir-adapter';

const anchor = new Date('2026-11-20T04:00:00Z');
let sim: HisSim;
let adapter: FhirAdapter;

beforeAll(async () => {
  sim = await startHisSim({ port: 0, mllpPort: 0, isFilled: false });
  adapter = new FhirAdapter({ baseUrl: `${sim.url}/fhir`, token: sim.token, pageSize: 50 });
  sim.store.put({ resourceType: 'Patient', id: 'P1', active: true }, anchor);
  const result = [{ reference: 'Observation/R1-1' }];
  const report = { resourceType: 'DiagnosticReport', id: 'R1', status: 'final', result };
  sim.store.put(report as never, anchor);
});
afterAll(() => sim.close());

const minutesAfter = (minutes: number) => new Date(anchor.getTime() + minutes * 60_000);

function say(value: number, minutes: number): void {
  const line = { resourceType: 'Observation', id: 'R1-1', status: 'final', valueInteger: value };
  sim.store.put(line as never, minutesAfter(minutes));
}

async function pulled(
  kind: 'report' | 'observation',
  since: Date | null = anchor,
): Promise<RawItem> {
  const items: RawItem[] = [];
  for await (const page of adapter.pull(kind, { since, until: new Date() })) {
    items.push(...page);
  }
  return items[0]!;
}

it('a result that is corrected, and corrected back, is three versions of its report', async () => {
  const versions = new Set<string>();
  for (const [minutes, value] of [5, 7, 5].entries()) {
    say(value, minutes);
    versions.add((await pulled('report')).version);
  }
  expect(versions.size).toBe(3);
});

it('a report is as late as its latest result, whichever of the two was asked for', async () => {
  say(9, 30);
  const [report, result] = [await pulled('report'), await pulled('observation')];
  expect(report.changedAt).toEqual(minutesAfter(30));
  expect(result).toEqual(report);
});

it('a report that was corrected itself is no older when everything is read', async () => {
  const result = [{ reference: 'Observation/R1-1' }];
  const amended = { resourceType: 'DiagnosticReport', id: 'R1', status: 'amended', result };
  sim.store.put(amended as never, minutesAfter(40));
  const [report, newest] = [await pulled('report', null), await pulled('observation', null)];
  expect(report.changedAt).toEqual(minutesAfter(40));
  expect(newest).toEqual(report);
});

it('a patient whom we told them of comes back with our number', async () => {
  const ours = { system: 'urn:suizhen:patient', value: '01930000-0000-7000-8000-000000000001' };
  const name = [{ text: '周一' }];
  const patient = {
    resourceType: 'Patient',
    id: 'P2',
    identifier: [ours],
    name,
    birthDate: '1990-01-02',
  };
  sim.store.put(patient as never);
  const content = Buffer.from(JSON.stringify(patient));
  const { items } = adapter.read({ kind: 'patient', content, encoding: 'utf-8' });
  expect(items).toMatchObject([{ patient: { externalId: 'P2', ourId: ours.value } }]);
});
