import type { DiagnosticReport, Observation } from '@medplum/fhirtypes';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { InboundKind } from '@suizhen/contract';
import { makeHospital, reportsOf } from '../../../dev/simulators/his/data/hospital';
import { type HisSim, startHisSim } from '../../../dev/simulators/his';
import type { Canonical } from '../../modules/integration/canonical';
import type { OutboundPayload, RawItem } from '../../modules/integration/ports';
import { FhirAdapter } from './fhir-adapter';

const anchor = new Date('2026-11-20T04:00:00Z');
const hospital = makeHospital('MAIN', anchor);
let sim: HisSim;
let adapter: FhirAdapter;

const adapterWith = (more: Partial<ConstructorParameters<typeof FhirAdapter>[0]> = {}) =>
  new FhirAdapter({ baseUrl: `${sim.url}/fhir`, token: sim.token, pageSize: 50, ...more });

beforeAll(async () => {
  sim = await startHisSim({ port: 0, mllpPort: 0, anchor });
  adapter = adapterWith();
});
afterEach(() => sim.faults.clear());
afterAll(() => sim.close());

async function pulled(kind: InboundKind, since: Date | null = null): Promise<RawItem[]> {
  const items: RawItem[] = [];
  for await (const page of adapter.pull(kind, { since, until: new Date() })) items.push(...page);
  return items;
}

async function taken<T extends Canonical['type']>(
  kind: InboundKind,
  type: T,
): Promise<Extract<Canonical, { type: T }>[]> {
  const items = (await pulled(kind)).flatMap((item) => adapter.read(item).items);
  return items.filter((item): item is Extract<Canonical, { type: T }> => item.type === type);
}

describe('a hospital that speaks FHIR', () => {
  it('says what it is', async () => {
    expect(await adapter.check()).toBe('FHIR 4.0.1，滨江市中心医院 HIS（模拟） 1.0');
    await expect(adapterWith({ baseUrl: sim.url }).check()).rejects.toThrow('404');
  });

  it('gives every patient, as they stand there', async () => {
    const patients = await taken('patient', 'patient');
    expect(patients).toHaveLength(hospital.patients.length);
    const [first] = hospital.patients;
    expect(patients.find(({ patient }) => patient.externalId === first?.id)?.patient).toEqual({
      externalId: first?.id,
      name: first?.name,
      gender: first?.gender,
      birthDate: first?.birthDate,
      identity: { type: 'resident-id', number: first?.identityNumber },
      phone: first?.phone,
      address: first?.address,
      cardNumber: '',
      isDeceased: false,
    });
  });

  it('gives every clinic with its numbers, and which clinics there are', async () => {
    const items = (await pulled('roster')).flatMap((item) => adapter.read(item).items);
    const rosters = items.flatMap((item) => (item.type === 'roster' ? [item] : []));
    const given = rosters.map(({ externalId, doctorCode, departmentCode, isCancelled, slots }) => ({
      externalId,
      doctorCode,
      departmentCode,
      isCancelled,
      places: slots.reduce((sum, slot) => sum + slot.places, 0),
      taken: slots.reduce((sum, slot) => sum + slot.taken, 0),
    }));
    const expected = hospital.clinics.map(({ id, doctor, isCancelled, numbers }) => ({
      externalId: id,
      doctorCode: doctor.code,
      departmentCode: doctor.departmentCode,
      isCancelled,
      places: numbers.length,
      taken: numbers.filter(({ isSold }) => isSold).length,
    }));
    expect(given).toHaveLength(expected.length);
    expect(given).toEqual(expect.arrayContaining(expected));
    const lists = items.flatMap((item) => (item.type === 'roster-list' ? [item] : []));
    expect(lists.map(({ externalIds }) => externalIds.length)).toEqual([hospital.clinics.length]);
    const slots = (await pulled('slot')).filter(({ kind }) => kind === 'roster');
    expect(slots.at(-1)?.changedAt).toEqual(hospital.clinics[0]?.madeAt);
  });

  it('gives every visit with what belongs to it', async () => {
    const visits = new Map(hospital.visits.map((visit) => [visit.id, visit]));
    const encounters = await taken('encounter', 'encounter');
    expect(encounters).toHaveLength(visits.size);
    for (const { externalId, encounter, departmentCode, doctorCode } of encounters) {
      const visit = visits.get(externalId);
      expect({ encounter, departmentCode, doctorCode }).toEqual({
        encounter: visit?.is,
        departmentCode: visit?.departmentCode,
        doctorCode: visit?.doctorCode,
      });
    }
    const diagnoses = await taken('condition', 'diagnosis');
    expect(diagnoses.map(({ diagnosis }) => diagnosis)).toEqual(
      expect.arrayContaining(hospital.visits.flatMap((one) => one.diagnoses.map(({ is }) => is))),
    );
    const charges = await taken('charge', 'charge');
    const fen = (list: { amountFen: number }[]) =>
      list.reduce((sum, one) => sum + one.amountFen, 0);
    expect(fen(charges.map(({ charge }) => charge))).toBe(
      fen(hospital.visits.flatMap((one) => one.charges.map(({ is }) => is))),
    );
    expect(await taken('medication-request', 'order')).toHaveLength(
      hospital.visits.flatMap((one) => one.orders).length,
    );
  });

  it('gives every report complete, to the last decimal as the laboratory wrote it', async () => {
    const reports = await taken('report', 'report');
    const own = new Map(reportsOf(hospital).map((report) => [report.id, report]));
    expect(reports).toHaveLength(own.size);
    for (const { externalId, report, encounterExternalId, departmentCode } of reports) {
      const there = own.get(externalId);
      expect(report).toEqual(there?.is);
      expect(encounterExternalId).toBe(there?.visitId);
      expect(departmentCode).toBe(there?.departmentCode);
    }
    expect(
      reports.some(({ report }) => report.observations.some((one) => /\.\d*0$/.test(one.value))),
    ).toBe(true);
  });

  it('names doctors with their department', async () => {
    const doctors = await taken('practitioner', 'practitioner');
    expect(doctors.filter(({ departmentCode }) => departmentCode === '03.04')).toHaveLength(3);
  });

  it('reads the same content the same way, and gives a version that stands still', async () => {
    const versions = async () => (await pulled('report')).map((item) => item.version);
    expect(await versions()).toEqual(await versions());
  });
});

describe('what changes', () => {
  it('is found again by the time of its change, once, and nothing else is', async () => {
    const before = new Date(Date.now() - 1_000);
    const deed = await sim.actions.newReport({ patientId: 'P1000020', by: 'fhir' });
    const found = await pulled('report', before);
    expect(found.map((item) => item.externalId)).toEqual([deed.reportId]);
    expect(found[0]?.orderKey).toBe('Patient/P1000020');
  });

  it('leaves results of reports to the reports when everything is read, and says how far it was', async () => {
    const { reportId } = await sim.actions.newReport({ patientId: 'P1000020', by: 'fhir' });
    const report = sim.store.get('DiagnosticReport', reportId) as DiagnosticReport;
    const times = report.result!.map(({ reference }) => {
      const line = sim.store.get('Observation', reference!.split('/')[1]!) as Observation;
      return line.meta!.lastUpdated!;
    });
    const items = await pulled('observation');
    expect(items.every(({ kind }) => kind === 'report')).toBe(true);
    expect(items.at(-1)?.changedAt?.toISOString()).toBe(times.sort().at(-1));
  });

  it('brings the whole report when one result of it changed', async () => {
    const deed = await sim.actions.newReport({ patientId: 'P1000020', by: 'fhir' });
    const after = new Date(Date.now() + 5);
    await new Promise((resolve) => setTimeout(resolve, 10));
    const line = sim.store.get('Observation', `${deed.reportId}-1`);
    if (!line || line === 'deleted') throw new Error('no result');
    sim.store.put({ ...line, note: [{ text: '复测' }] } as typeof line);
    const [item, ...others] = await pulled('observation', after);
    expect(others).toEqual([]);
    expect(item).toMatchObject({ kind: 'report', externalId: deed.reportId });
    const [report] = adapter.read(item!).items;
    expect(report?.type === 'report' && report.report.observations.length).toBe(12);
  });

  it('corrects a report in its place', async () => {
    const deed = await sim.actions.newReport({ patientId: 'P1000020', by: 'fhir' });
    await sim.actions.correct(deed.reportNo, { WBC: 14.2 });
    const item = (await pulled('report')).find((one) => one.externalId === deed.reportId);
    const [corrected] = adapter.read(item!).items;
    if (corrected?.type !== 'report') throw new Error('no report');
    expect(corrected.report.status).toBe('corrected');
    expect(corrected.report.observations[0]).toMatchObject({
      code: 'WBC',
      number: 14.2,
      flag: 'H',
    });
  });

  it('is a merge where a record says that it was replaced', async () => {
    await sim.actions.merge('P1000521', 'P1000522');
    const merges = await taken('patient', 'merge');
    expect(merges).toContainEqual({
      type: 'merge',
      survivorExternalId: 'P1000521',
      mergedExternalId: 'P1000522',
    });
  });

  it('comes twice where a page boundary moved, under the same version', async () => {
    sim.faults.set({ simulator: 'his', kind: 'duplicate', count: 1 });
    const items = await pulled('patient');
    const keys = items.map((item) => `${item.externalId}/${item.version}`);
    expect(keys.length - new Set(keys).size).toBe(1);
  });
});

describe('a server that is of no use', () => {
  it.each([429, 503, 500])('fails the pull at %i, page by page', async (status) => {
    sim.faults.set({ simulator: 'his', kind: 'error', status, count: 1 });
    await expect(pulled('patient')).rejects.toThrow('对方繁忙');
    expect(await pulled('patient')).not.toEqual([]);
  });

  it('fails it when it is late, or does not know the token', async () => {
    sim.faults.set({ simulator: 'his', kind: 'delay', value: 500, count: 1 });
    const impatient = adapterWith({ timeoutMs: 50 });
    const read = async (one: FhirAdapter): Promise<void> => {
      for await (const _ of one.pull('patient', { since: null, until: anchor })) return;
    };
    await expect(read(impatient)).rejects.toThrow('没有按时应答');
    await expect(read(adapterWith({ token: 'wrong' }))).rejects.toThrow('令牌无效');
  });
});

const payload: OutboundPayload = {
  kind: 'appointment',
  messageId: 'm1',
  patient: {
    id: '01930000-0000-7000-8000-000000000001',
    externalId: null,
    name: '赵新来',
    gender: 'female',
    birthDate: '1990-02-03',
    identityType: 'resident-id',
    identityNumber: '110101199002030027',
    phone: '19900001234',
    cardNumber: '',
  },
  appointment: {
    id: '01930000-0000-7000-8000-000000000002',
    externalId: null,
    appointmentNo: 'A2026112000017',
    status: 'booked',
    startsAt: new Date('2026-11-23T01:00:00Z'),
    endsAt: new Date('2026-11-23T01:15:00Z'),
    departmentCode: '03.04',
    departmentName: '心血管内科',
    doctorCode: 'MAIN-03.04-1',
    doctorName: '林静远',
    feeFen: 5000,
    reason: '',
    checkedInAt: null,
  },
};

describe('what goes out', () => {
  const appointments = () =>
    sim.store.list('Appointment').filter((one) => JSON.stringify(one).includes('A2026112000017'));

  it('is nothing before it is sent, and once however often it is sent', async () => {
    expect(await adapter.ask(payload)).toBeNull();
    const sent = await adapter.send(payload);
    expect(sent).toMatchObject({ kind: 'acknowledged' });
    expect(await adapter.send(payload)).toEqual(sent);
    expect(await adapter.ask(payload)).toEqual(sent);
    expect(appointments()).toHaveLength(1);
    expect(appointments()[0]?.meta.versionId).toBe('1');
  });

  it('is unknown when the answer is lost, and found by asking', async () => {
    const changed = { ...payload, appointment: { ...payload.appointment!, status: 'arrived' } };
    expect(await adapter.ask(changed)).toBeNull();
    // Written, and the line breaks before it is said so.
    const match = `Appointment/${appointments()[0]?.id}`;
    sim.faults.set({ simulator: 'his', kind: 'drop', match, count: 1 });
    expect(await adapter.send(changed)).toMatchObject({ kind: 'unknown' });
    expect(await adapter.ask(changed)).toMatchObject({ kind: 'acknowledged' });
    expect(appointments()).toHaveLength(1);
  });

  it('comes back with the number that we gave it', async () => {
    const read = await taken('appointment', 'appointment');
    expect(read).toMatchObject([{ appointmentNo: 'A2026112000017', status: 'arrived' }]);
  });

  it('does not make a second record of somebody the hospital knows by the document', async () => {
    const [known] = hospital.patients;
    const person = { ...payload.patient, id: 'ours-1', identityNumber: known!.identityNumber };
    const outcome = await adapter.send({
      ...payload,
      kind: 'patient',
      appointment: null,
      patient: { ...person, name: known!.name, birthDate: known!.birthDate, phone: '19911112222' },
    });
    expect(outcome).toEqual({ kind: 'acknowledged', patientExternalId: known?.id });
    const there = sim.store.get('Patient', known!.id);
    expect(JSON.stringify(there)).toContain('19911112222');
    expect(JSON.stringify(there)).toContain(known!.address);
  });

  it('is told apart from one that is sold, when they have no such number at all', async () => {
    const refuse = (status: number, code: string) =>
      sim.faults.set({
        ...{ simulator: 'his', kind: 'error', match: 'create Appointment', count: 1 },
        ...{ status, code },
      });
    const next = { ...payload.appointment!, externalId: null, appointmentNo: 'AP-NO-NUMBER' };
    const send = () => adapter.send({ ...payload, appointment: next });
    refuse(422, 'not-found');
    expect(await send()).toMatchObject({ kind: 'refused', reason: 'unknown-number' });
    refuse(422, 'business-rule');
    expect(await send()).not.toHaveProperty('reason');
    // Nobody is at this address: that says nothing of numbers.
    refuse(404, 'not-found');
    expect(await send()).not.toHaveProperty('reason');
  });

  it('is unknown, not refused, while the hospital is down', async () => {
    sim.actions.setDown(true);
    expect(await adapter.send(payload)).toMatchObject({ kind: 'unknown' });
    sim.actions.setDown(false);
    expect(await adapter.send(payload)).toMatchObject({ kind: 'acknowledged' });
  });
});
