import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { aBranch } from '../../../../test/support/clinic';
import {
  aCanonicalPatient,
  aReportItem,
  FakeHospital,
  rawItem,
  type FakeSystem,
} from '../../../../test/support/fake-hospital';
import { KernelContext, realTime } from '../../../kernel';
import { RecordIntake } from '../../records';
import { PullSystems } from '../streams/pull-systems.job';
import { InboundStore } from './inbound-store';
import { TakeIn } from './take-in.job';

/**
 * Everything that goes wrong between two systems, at random: messages twice and out of order, rows written
 * late, clocks that differ, a system that falls silent in the middle of a page, a worker that dies in the
 * middle of a message. At the end both sides hold the same.
 */
let app: TestApp;
let hospital: FakeHospital;
let branchId: string;
let ahead = 0;
const machine = realTime.now;

beforeAll(async () => {
  app = await startTestApp();
  hospital = await FakeHospital.of(app);
  branchId = await aBranch(app);
  vi.spyOn(realTime, 'now').mockImplementation(() => new Date(machine().getTime() + ahead));
});
afterAll(async () => {
  vi.restoreAllMocks();
  await app?.close();
});

const base = Date.parse('2026-03-03T00:00:00Z');
const patientCount = 3;
const reportCount = 4;

type Step =
  | { do: 'patient'; who: number; letter: number }
  | { do: 'report'; which: number; value: number; isLate: boolean }
  | { do: 'push-again'; at: number }
  | { do: 'cut'; pages: number }
  | { do: 'down'; isDown: boolean }
  | { do: 'die' }
  | { do: 'work' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('patient' as const),
      who: fc.nat(patientCount - 1),
      letter: fc.nat(9),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('report' as const),
      which: fc.nat(reportCount - 1),
      value: fc.integer({ min: 1, max: 90 }),
      isLate: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('push-again' as const), at: fc.nat(200) }),
  },
  { weight: 3, arbitrary: fc.constant({ do: 'work' as const }) },
  fc.record({ do: fc.constant('cut' as const), pages: fc.nat(2) }),
  fc.record({ do: fc.constant('down' as const), isDown: fc.boolean() }),
  fc.constant({ do: 'die' as const }),
);

interface Side {
  id: string;
  system: FakeSystem;
  prefix: string;
  skewMs: number;
  versions: Map<string, number>;
  tick: number;
  /** What the hospital holds in the end. */
  phones: Map<number, string>;
  values: Map<number, number>;
}

const owner = (which: number) => which % patientCount;

function write(
  side: Side,
  kind: 'patient' | 'report',
  key: string,
  item: never,
  isLate: boolean,
): void {
  const version = (side.versions.get(key) ?? 0) + 1;
  side.versions.set(key, version);
  side.tick += 60_000;
  // A row that is written late says that it changed some minutes ago, never before its own last version.
  const changedAt = new Date(
    base + side.tick + side.skewMs - (isLate && version === 1 ? 300_000 : 0),
  );
  const orderKey =
    kind === 'patient' ? key : `${side.prefix}p${owner(Number(key.slice(side.prefix.length + 1)))}`;
  side.system.put(
    kind,
    rawItem(
      kind,
      { items: [item] },
      { externalId: key, version: String(version), changedAt, orderKey },
    ),
  );
}

function writePatient(side: Side, who: number, letter: number): void {
  const phone = `1390000${String(who).padStart(2, '0')}${String(letter).padStart(2, '0')}`;
  side.phones.set(who, phone);
  const externalId = `${side.prefix}p${who}`;
  const patient = aCanonicalPatient({
    externalId,
    phone,
    identity: { type: 'passport', number: externalId.replaceAll('-', '').toUpperCase() },
  });
  write(side, 'patient', externalId, { type: 'patient', patient } as never, false);
}

function writeReport(side: Side, which: number, value: number, isLate: boolean): void {
  side.values.set(which, value);
  const externalId = `${side.prefix}r${which}`;
  const item = aReportItem(`${side.prefix}p${owner(which)}`, { externalId, value });
  write(side, 'report', externalId, item as never, isLate);
}

async function work(): Promise<void> {
  ahead += 400_000;
  await Promise.all([app.runJob(PullSystems), app.runJob(TakeIn)]);
  await Promise.all([app.runJob(TakeIn), app.runJob(TakeIn)]);
}

async function perform(side: Side, action: Step): Promise<void> {
  switch (action.do) {
    case 'patient':
      return writePatient(side, action.who, action.letter);
    case 'report':
      return writeReport(side, action.which, action.value, action.isLate);
    case 'push-again': {
      // What was sent before comes once more, whatever came since.
      const { rows } = side.system;
      if (rows.length === 0) return;
      const some = [0, 1, 2].map((step) => rows[(action.at + step * 7) % rows.length]!.item);
      await (await app.get(InboundStore)).receive(side.id, [...some, some[0]!]);
      return;
    }
    case 'cut':
      side.system.failsAfterPages = action.pages;
      return;
    case 'down':
      side.system.isDown = action.isDown;
      return;
    case 'die': {
      // The connection breaks after the record was written and before the message was marked.
      const intake = await app.get(RecordIntake);
      const dying = vi.spyOn(intake, 'saveReport').mockImplementationOnce(async (...args) => {
        await RecordIntake.prototype.saveReport.apply(intake, args);
        throw Object.assign(new Error('connection terminated'), { code: '57P01' });
      });
      await work();
      dying.mockRestore();
      return;
    }
    case 'work':
      return work();
  }
}

async function held(side: Side) {
  const patients = await app.sql.query<{ external_id: string; phone_cipher: string }>(
    `select x.external_id, p.phone_cipher from external_id x join patient p on p.id = x.internal_id
      where x.system_id = $1 and x.kind = 'patient'`,
    [side.id],
  );
  const reports = await app.sql.query<{ source_id: string; number: string; external_id: string }>(
    `select r.source_id, o.number, x.external_id from diagnostic_report r join observation o on o.report_id = r.id
       join external_id x on x.internal_id = r.patient_id and x.system_id = r.system_id and x.kind = 'patient'
      where r.system_id = $1`,
    [side.id],
  );
  const { secrets } = await app.get(KernelContext);
  return {
    phones: new Map(
      patients.rows.map((row) => [row.external_id, secrets.decrypt(row.phone_cipher)]),
    ),
    values: new Map(
      reports.rows.map((row) => [row.source_id, `${Number(row.number)} of ${row.external_id}`]),
    ),
  };
}

it('holds in the end what the hospital holds, whatever went wrong between', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 15, maxLength: 45, size: 'max' }),
      fc.integer({ min: -3_600_000, max: 3_600_000 }),
      async (steps, skewMs) => {
        run += 1;
        await app.sql.query(`update external_system set is_enabled = false`);
        const { id, system } = await hospital.connect(branchId, { pulls: ['patient', 'report'] });
        const side: Side = {
          ...{ id, system, skewMs, prefix: `t${run}-`, tick: 0 },
          versions: new Map(),
          phones: new Map(),
          values: new Map(),
        };
        for (const action of steps) await perform(side, action);
        // Reports of patients who were never written wait for them.
        for (let who = 0; who < patientCount; who++) {
          if (!side.phones.has(who)) writePatient(side, who, 0);
        }
        system.isDown = false;
        system.failsAfterPages = Infinity;
        for (let round = 0; round < 6; round++) await work();
        const { phones, values } = await held(side);
        expect(phones).toEqual(
          new Map([...side.phones].map(([who, phone]) => [`${side.prefix}p${who}`, phone])),
        );
        expect(values).toEqual(
          new Map(
            [...side.values].map(([which, value]) => [
              `${side.prefix}r${which}`,
              `${value} of ${side.prefix}p${owner(which)}`,
            ]),
          ),
        );
        const left = await app.sql.query(
          `select state, fault from inbound_message where system_id = $1 and state in ('received', 'quarantined')`,
          [id],
        );
        expect(left.rows).toEqual([]);
      },
    ),
    { numRuns: Number(process.env.SYNC_RUNS ?? 12), endOnFailure: true },
  );
}, 240_000);
