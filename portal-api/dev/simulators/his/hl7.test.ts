import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Hl7Adapter } from '../../../src/adapters/his-hl7';
import type { Canonical, OutboundPayload, RawItem } from '../../../src/modules/integration';
import { type Hl7Patient, type Hl7Sim, startHl7Sim } from './hl7';
import { hl7Control } from './hl7-control';

const patient: Hl7Patient = {
  id: 'H100',
  name: '欧阳小明',
  gender: 'male',
  birthDate: '1949-12-31',
  identityNumber: '11010519491231002X',
  phone: '13800001234',
  cardNumber: 'K100',
};

let sim: Hl7Sim;
let product: Hl7Adapter;
let kept: RawItem[];

beforeEach(async () => {
  kept = [];
  sim = await startHl7Sim({ port: 0, target: { host: '127.0.0.1', port: 1 }, answerMs: 500 });
  product = new Hl7Adapter(
    {
      systemCode: 'lis',
      listenPort: 0,
      host: '127.0.0.1',
      port: sim.port,
      encoding: 'utf-8',
      sendingApplication: 'SUIZHEN',
      allowedAddresses: [],
      processingIds: ['P'],
    },
    { sender: { answerMs: 200 } },
  );
  const port = await product.open(async (items) => {
    kept.push(...items);
    return items.map(() => 'stored');
  });
  sim.pointTo({ host: '127.0.0.1', port: port! });
});

afterEach(async () => {
  await product.close();
  await sim.close();
});

type Report = Extract<Canonical, { type: 'report' }>;
const readings = () => kept.flatMap((item) => product.read(item).items);
const reports = () => readings().filter((item): item is Report => item.type === 'report');

describe('the laboratory', () => {
  it('sends a panel that is read as it was meant, nothing left out', async () => {
    const { answer, reportNo } = await sim.sendLabReport({ patient, items: { WBC: 12.5 } });
    expect(answer).toEqual({ code: 'AA', text: '' });
    const { report, patient: whose } = reports()[0]!;
    expect(whose.patient).toMatchObject({ name: '欧阳小明', cardNumber: 'K100', gender: 'male' });
    expect(report).toMatchObject({
      kind: 'lab',
      reportNo,
      status: 'final',
      reviewerName: '孙丽华',
    });
    expect(report.observations.find((each) => each.code === 'WBC')).toMatchObject({
      value: '12.50',
      unit: '10^9/L',
      rangeLow: 3.5,
      rangeHigh: 9.5,
      flag: 'H',
      isCritical: false,
    });
    expect(product.read(kept[0]!).leftOut).toEqual(['PV1-2 就诊类别']);
  });

  it('knows critical values, HIV, corrections and what is withdrawn', async () => {
    await sim.sendLabReport({ patient, panel: 'salts', isCritical: true });
    await sim.sendLabReport({ patient, panel: 'infection', items: { 'HIV-Ab': '阳性' } });
    const { reportNo } = await sim.sendLabReport({
      patient,
      panel: 'sugar',
      status: 'preliminary',
    });
    await sim.sendCorrection(reportNo, { GLU: 30 });
    await sim.sendStatus(reportNo, 'cancelled');
    const found = reports();
    expect(found.map(({ report }) => report.status)).toEqual([
      'final',
      'final',
      'preliminary',
      'corrected',
      'cancelled',
    ]);
    expect(found[0]!.report.observations.filter((each) => each.isCritical)).toHaveLength(1);
    expect(found[1]!.report.observations.find((each) => each.code === 'HIV-Ab')!.flag).toBe('A');
    expect(found[3]!.report.observations[0]).toMatchObject({ value: '30.00', flag: 'HH' });
    expect(new Set(found.slice(2).map((each) => each.externalId)).size).toBe(1);
    const changed = kept.slice(2).map((item) => item.changedAt!.getTime());
    expect(changed).toEqual([...changed].sort((a, b) => a - b));
    expect(new Set(changed).size).toBe(3);
  });

  it.each(['split', 'garbage', 'gb18030'] as const)('is understood: %s', async (fault) => {
    sim.fault(fault);
    expect((await sim.sendLabReport({ patient })).answer?.code).toBe('AA');
    expect(reports()[0]!.patient.patient?.name).toBe('欧阳小明');
  });

  it.each(['wrong-encoding', 'broken'] as const)('is not understood: %s', async (fault) => {
    sim.fault(fault);
    expect((await sim.sendLabReport({ patient })).answer?.code).toBe('AE');
    expect((await sim.sendLabReport({ patient })).answer?.code).toBe('AA');
    expect(kept).toHaveLength(2);
  });

  it('sends two in a packet, again, and out of order', async () => {
    sim.fault('together');
    const [first, second] = await Promise.all([
      sim.sendLabReport({ patient, reportNo: 'A' }),
      sim.sendLabReport({ patient, reportNo: 'B' }),
    ]);
    expect([first.answer?.code, second.answer?.code]).toEqual(['AA', 'AA']);
    sim.fault('resend');
    await sim.sendLabReport({ patient, reportNo: 'C' });
    sim.fault('out-of-order');
    await Promise.all([
      sim.sendLabReport({ patient, reportNo: 'D' }),
      sim.sendLabReport({ patient, reportNo: 'E' }),
    ]);
    expect(reports().map(({ report }) => report.reportNo)).toEqual(['A', 'B', 'C', 'C', 'E', 'D']);
    expect(kept[2]!.externalId).toBe(kept[3]!.externalId);
  });

  it('sends again until somebody answers', async () => {
    const { port } = { port: (await freshDoor()).port };
    sim.pointTo({ host: '127.0.0.1', port: 1 });
    const sent = sim.sendLabReport({ patient });
    setTimeout(() => sim.pointTo({ host: '127.0.0.1', port }), 300);
    expect((await sent).answer?.code).toBe('AA');
  });

  it('sends a folder, whatever the line ends, and tells what was answered', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'suizhen-hl7-'));
    const adt = (id: string) => [
      'MSH|^~\\&|HIS||||20260301||ADT^A08|' + id + '|P|2.3',
      'PID|1||H1||张三||19800101|M',
    ];
    writeFileSync(
      path.join(folder, 'a.hl7'),
      ['BHS|^~\\&', ...adt('1'), ...adt('2'), 'BTS|2'].join('\n'),
    );
    writeFileSync(path.join(folder, 'b.hl7'), adt('3').join('\r\n'));
    writeFileSync(path.join(folder, 'c.hl7'), 'MSH|^~\\&|HIS||||20260301||ADT^A02|4|P|2.3\rPID|1');
    writeFileSync(path.join(folder, 'notes.md'), 'no message');
    const told = await sim.sendFolder(folder);
    rmSync(folder, { recursive: true });
    expect(told.map((each) => `${each.file} ${each.number} ${each.answer?.code}`)).toEqual([
      'a.hl7 1 AA',
      'a.hl7 2 AA',
      'b.hl7 1 AA',
      'c.hl7 1 AR',
    ]);
  });

  it('sends patients, visits and merges', async () => {
    await sim.sendPatient(patient, 'A04');
    await sim.sendVisit({
      patient,
      id: 'V1',
      appointmentNo: 'AP1',
      visit: {
        class: 'outpatient',
        status: 'finished',
        visitNo: 'V1',
        departmentName: '内科',
        doctorName: '李医生',
        startedAt: new Date('2026-03-01T00:30:00Z'),
        endedAt: new Date('2026-03-01T01:00:00Z'),
        chiefComplaint: '咳嗽',
        treatment: '',
        advice: '',
      },
    });
    await sim.sendMerge(patient, 'H099');
    expect(readings().map((item) => item.type)).toEqual([
      'patient',
      'patient',
      'encounter',
      'patient',
      'merge',
    ]);
  });

  async function freshDoor(): Promise<{ port: number }> {
    const adapter = new Hl7Adapter({
      systemCode: 'lis',
      listenPort: 0,
      host: '',
      port: null,
      encoding: 'utf-8',
      sendingApplication: 'SUIZHEN',
      allowedAddresses: [],
      processingIds: ['P'],
    });
    const port = await adapter.open(async (items) => items.map(() => 'stored'));
    await product.close();
    product = adapter;
    return { port: port! };
  }
});

const payload: OutboundPayload = {
  kind: 'appointment',
  messageId: 'm1',
  isNew: true,
  patient: {
    id: 'ours-1',
    externalId: null,
    name: '张三',
    gender: 'male',
    birthDate: '1980-01-01',
    identityType: 'passport',
    identityNumber: 'E12345678',
    phone: '13800001234',
    cardNumber: '',
  },
  appointment: {
    id: 'a1',
    externalId: null,
    appointmentNo: 'AP1',
    status: 'booked',
    startsAt: new Date('2026-03-02T00:30:00Z'),
    endsAt: new Date('2026-03-02T00:45:00Z'),
    departmentCode: '0301',
    departmentName: '内科',
    doctorCode: '2001',
    doctorName: '李医生',
    feeFen: 2500,
    reason: '',
    checkedInAt: null,
  },
};

describe('the desk', () => {
  const { appointment } = payload;
  const changed = (messageId: string, kind: OutboundPayload['kind'], status: string) => ({
    ...payload,
    kind,
    messageId,
    isNew: false,
    appointment: { ...appointment!, status },
  });

  it('is told of appointments and answers with its own numbers', async () => {
    const outcome = await product.send(payload);
    expect(outcome).toEqual({
      kind: 'acknowledged',
      patientExternalId: 'H900001',
      appointmentExternalId: 'Y700001',
    });
    await product.send(changed('m2', 'appointment', 'booked'));
    await product.send(changed('m3', 'check-in', 'arrived'));
    await product.send(changed('m4', 'appointment', 'noshow'));
    await product.send(changed('m5', 'appointment-cancel', 'cancelled'));
    await product.send({ ...payload, kind: 'patient', messageId: 'm6', appointment: null });
    const known = { ...payload.patient, externalId: 'H900001' };
    await product.send({ ...changed('m7', 'patient', ''), patient: known, appointment: null });
    expect(sim.desk.received.map((each) => each.type)).toEqual([
      'SIU^S12',
      'SIU^S13',
      'SIU^S14',
      'SIU^S26',
      'SIU^S15',
      'ADT^A04',
      'ADT^A08',
    ]);
    expect([...sim.desk.appointments.values()]).toMatchObject([
      { appointmentNo: 'AP1', id: 'Y700001', status: 'Cancelled', departmentCode: '0301' },
    ]);
  });

  it('hears the same again without an answer, and takes it once', async () => {
    sim.desk.fault('no-ack');
    expect((await product.send(payload)).kind).toBe('unknown');
    sim.desk.fault('late-ack', 1, 300);
    expect((await product.ask(payload)).kind).toBe('unknown');
    sim.desk.fault('break');
    expect((await product.ask(payload)).kind).toBe('unknown');
    expect((await product.ask(payload)).kind).toBe('acknowledged');
    expect(sim.desk.received).toMatchObject([{ type: 'SIU^S12', times: 4 }]);
    expect(sim.desk.appointments.size).toBe(1);
  });

  it('refuses when it is told to', async () => {
    sim.desk.fault('error');
    expect(await product.send(payload)).toEqual({ kind: 'refused', text: '对方报错：接口维护中' });
    sim.desk.fault('refuse');
    expect(await product.send(payload)).toEqual({ kind: 'refused', text: '对方拒收：接口维护中' });
    expect(sim.desk.received).toEqual([]);
  });
});

describe('its control over HTTP', () => {
  const ask = async (method: string, what: string, body: object = {}) => {
    const request = { method, target: '', path: `/sim/hl7/${what}`, headers: {} };
    const query = new URLSearchParams();
    const answer = await hl7Control(sim, { ...request, query, body: JSON.stringify(body) });
    return {
      status: answer?.status,
      body: JSON.parse(String(answer?.body)) as Record<string, unknown>,
    };
  };

  it('sends reports, sets faults and tells what came', async () => {
    await ask('POST', 'faults', { kind: 'wrong-encoding' });
    const first = await ask('POST', 'lab-reports', { patient });
    expect(first.body['answer']).toMatchObject({ code: 'AE' });
    const second = await ask('POST', 'lab-reports', {
      patient,
      panel: 'coagulation',
      isCritical: true,
    });
    expect(second.body['answer']).toMatchObject({ code: 'AA' });
    await ask('POST', 'faults', { direction: 'in', kind: 'refuse' });
    expect((await product.send(payload)).kind).toBe('refused');
    expect((await product.send(payload)).kind).toBe('acknowledged');
    expect((await ask('GET', 'state')).body['received']).toMatchObject([{ type: 'SIU^S12' }]);
    expect((await ask('POST', 'corrections', { reportNo: 'none', items: {} })).status).toBe(400);
    expect((await ask('POST', 'nothing')).status).toBe(404);
  });
});
