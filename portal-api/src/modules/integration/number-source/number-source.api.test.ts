import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aClinic, aPatient } from '../../../../test/support/clinic';
import { FakeHospital, type FakeSystem } from '../../../../test/support/fake-hospital';
import { startPayingApp, type PayingApp } from '../../../../test/support/payments';
import {
  signInAccount,
  signInStaff,
  type TestAccount,
  type TestStaff,
} from '../../../../test/support/people';
import { Settings, systemActor } from '../../../kernel';
import { FollowRefusals } from '../../appointments/number-source';
import { PushRefunds } from '../../payments/push-refunds.job';
import { SendOutbound } from '../outbound';
import { TellBooked, TellCancelled } from '../outbound/tell-systems';
import { EndUnconfirmed } from './end-unconfirmed.job';
import { branchesOfHis } from './number-source.settings';

let paying: PayingApp;
let hospital: FakeHospital;
let system: FakeSystem;
let systemId: string;
let clinic: Awaited<ReturnType<typeof aClinic>>;
let account: TestAccount;
let version = 0;

beforeAll(async () => {
  paying = await startPayingApp();
  hospital = await FakeHospital.of(paying.app);
});
afterAll(() => paying?.close());
beforeEach(async () => {
  const { app } = paying;
  clinic = await aClinic(app, { slots: 1, capacity: 2 });
  ({ system, id: systemId } = await hospital.connect(clinic.branchId, { pulls: ['patient'] }));
  system.sends = ['patient', 'appointment', 'appointment-cancel', 'check-in'];
  system.answer = () => ({ kind: 'acknowledged', appointmentExternalId: app.newId() });
  const { rows } = await app.sql.query<{ code: string }>(`select code from branch where id = $1`, [
    clinic.branchId,
  ]);
  const settings = await app.get(Settings);
  const codes = [rows[0]!.code];
  await settings.change(systemActor('test'), branchesOfHis.key, codes, '试点', version++);
  account = await signInAccount(app);
});

async function aHold(): Promise<string> {
  const { app } = paying;
  const patientId = await aPatient(app, { proxies: [account.accountId] });
  const held = await app.call('holdPlace', {
    as: account.as,
    body: { slotId: clinic.slotIds[0]!, patientId },
  });
  expect(held.status).toBe(200);
  return held.body.id;
}

const pay = (appointmentId: string) =>
  paying.app.call('createPayment', {
    as: account.as,
    body: { appointmentId, method: 'wechat-native' },
  });
const statusesSent = () => system.sent.map(({ appointment }) => appointment?.status);

async function standing(appointmentId: string): Promise<object> {
  const { rows } = await paying.app.sql.query<object>(
    `select a.status, a.fee_state, a.cancel_reason,
       (select count(*)::int from place p where p.slot_id = a.slot_id and p.state = 'closed') as closed
       from appointment a where a.id = $1`,
    [appointmentId],
  );
  return rows[0]!;
}

describe('the setting', () => {
  it('takes only branches that there are', async () => {
    const settings = await paying.app.get(Settings);
    const change = settings.change(
      systemActor('test'),
      branchesOfHis.key,
      ['本部'],
      '试点',
      version,
    );
    await expect(change).rejects.toMatchObject({
      code: 'INVALID_FIELD',
      fields: { 'body.value': '没有编码为 本部 的院区' },
    });
  });
});

describe('where the hospital owns the numbers', () => {
  it('a place is locked there before money is asked for, and confirmed after it came', async () => {
    const id = await aHold();
    const { status, body } = await pay(id);
    expect(status).toBe(200);
    expect(statusesSent()).toEqual(['pending']);
    await paying.sim.orders.pay(body.paymentNo);
    await (await paying.app.get(TellBooked)).handle({ appointmentId: id });
    await paying.app.runJob(SendOutbound);
    expect(statusesSent()).toEqual(['pending', 'booked']);
    expect(await standing(id)).toMatchObject({ status: 'booked', fee_state: 'paid' });
  });

  it('two taps lock once', async () => {
    const id = await aHold();
    const answers = await Promise.all([pay(id), pay(id), pay(id)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(statusesSent()).toEqual(['pending']);
  });

  it('one that is gone there is gone here, and nobody pays for it', async () => {
    system.answer = () => ({ kind: 'refused', text: '号源已被占用' });
    const id = await aHold();
    expect((await pay(id)).error?.code).toBe('SLOT_FULL');
    expect(await standing(id)).toEqual({
      status: 'cancelled',
      fee_state: 'unpaid',
      cancel_reason: 'number-refused',
      closed: 1,
    });
    expect((await pay(id)).status).not.toBe(200);
  });

  it('without an answer no money is asked for; the answer is asked for first', async () => {
    system.answer = () => ({ kind: 'unknown', text: '超时' });
    const id = await aHold();
    expect((await pay(id)).error?.code).toBe('PROVIDER_UNAVAILABLE');
    expect(await standing(id)).toMatchObject({ status: 'pending' });
    system.known = () => ({ kind: 'acknowledged' });
    await paying.app.sql.query(
      `update outbound_message set next_at = now() where subject_id = $1`,
      [id],
    );
    expect((await pay(id)).status).toBe(200);
    expect(system.sent).toHaveLength(1);
  });

  describe('a number that the hospital does not know at all', () => {
    let staff: TestStaff;

    beforeEach(async () => {
      system.answer = () => ({ kind: 'refused', text: '没有这个号', reason: 'unknown-number' });
      staff = await signInStaff(paying.app, { role: 'manager', branchId: clinic.branchId });
    });

    const conflicts = async () => {
      const query = { systemId, state: 'open' as const };
      return (await paying.app.call('listSyncConflicts', { as: staff.as, query })).body.items;
    };
    const refused = async () => {
      const id = await aHold();
      expect((await pay(id)).error).toMatchObject({
        code: 'INVALID_STATE',
        message: '该时段暂不支持网上预约，请选择其他时段',
      });
      await paying.app.relay();
      return id;
    };
    const resolve = (conflictId: string, decision: 'keep-ours' | 'take-theirs', at: number) =>
      paying.app.call('resolveSyncConflict', {
        as: staff.as,
        params: { conflictId },
        body: { decision, note: '已请信息科补上', version: at },
      });

    it('closes nothing by itself, and is one open matter of staff, however many are refused', async () => {
      for (const id of [await refused(), await refused(), await refused()]) {
        expect(await standing(id)).toEqual({
          status: 'cancelled',
          fee_state: 'unpaid',
          cancel_reason: 'number-refused',
          closed: 0,
        });
      }
      const open = await conflicts();
      expect(open).toMatchObject([
        { kind: 'roster', title: '患者约不上：医院系统没有这次出诊的号源', version: 1 },
      ]);
      expect(open[0]!.fields[0]).toMatchObject({
        ours: expect.stringMatching(/3月4日 周三上午 09:00–.+李医生/) as string,
        theirs: '没有这次出诊的号',
      });
      const board = await paying.app.call('getSyncBoard', { as: staff.as, query: {} });
      expect(board.body.conflicts).toBe(1);
    });

    it('is a matter again when patients are refused after it was said to be done', async () => {
      await refused();
      const [first] = await conflicts();
      const settled = await resolve(first!.id, 'keep-ours', first!.version);
      expect(settled.body).toMatchObject({ state: 'kept-ours' });
      expect(await conflicts()).toEqual([]);
      await refused();
      const [again] = await conflicts();
      expect(again!.id).not.toBe(first!.id);
    });

    it('suspends the clinic when a person says that the hospital is right', async () => {
      await refused();
      const [open] = await conflicts();
      const settled = await resolve(open!.id, 'take-theirs', open!.version);
      expect(settled.error ?? settled.body.state).toBe('took-theirs');
      const { rows } = await paying.app.sql.query<{ is_closed: boolean }>(
        `select is_closed from slot where id = $1`,
        [clinic.slotIds[0]],
      );
      expect(rows).toEqual([{ is_closed: true }]);
    });

    it('ends by itself once they know it', async () => {
      await refused();
      system.answer = () => ({ kind: 'acknowledged' });
      expect((await pay(await aHold())).status).toBe(200);
      expect(await conflicts()).toEqual([]);
    });

    it('is told apart from one that is sold, which is no matter of staff', async () => {
      system.answer = () => ({ kind: 'refused', text: '号源已被占用' });
      const id = await aHold();
      expect((await pay(id)).error?.code).toBe('SLOT_FULL');
      await paying.app.relay();
      expect(await standing(id)).toMatchObject({ closed: 1 });
      expect(await conflicts()).toEqual([]);
    });
  });

  describe('once it is back after it was down', () => {
    /** Whoever was refused while it was down, and waits for minutes. */
    async function twoInBackOff(): Promise<string[]> {
      system.isDown = true;
      const ids = [await aHold(), await aHold()];
      for (const id of ids) expect((await pay(id)).error?.code).toBe('PROVIDER_UNAVAILABLE');
      await paying.app.sql.query(
        `update outbound_message set next_at = now() + interval '9 minutes' where subject_id = any($1)`,
        [ids],
      );
      return ids;
    }

    async function attempts(ids: readonly string[]): Promise<number> {
      const { rows } = await paying.app.sql.query<{ attempts: number }>(
        `select sum(attempts)::int as attempts from outbound_message where subject_id = any($1)`,
        [ids],
      );
      return rows[0]!.attempts;
    }

    it('who tries again tries the line, and the others need not wait any longer', async () => {
      const [first, second] = (await twoInBackOff()) as [string, string];
      system.isDown = false;
      expect((await pay(first)).status).toBe(200);
      expect((await pay(second)).status).toBe(200);
      expect(statusesSent()).toEqual(['pending', 'pending']);
    });

    it('it is tried by one at a time, and not again for some seconds', async () => {
      const ids = await twoInBackOff();
      const before = await attempts(ids);
      const answers = await Promise.all([...ids, ...ids, ...ids].map(pay));
      expect(answers.map(({ error }) => error?.code)).toEqual(
        Array(6).fill('PROVIDER_UNAVAILABLE'),
      );
      expect(await attempts(ids)).toBe(before + 1);
      await paying.app.sql.query(
        `update system_lease set until = now() where purpose = 'probe' and until < now() + interval '6 seconds'`,
      );
      system.isDown = false;
      const again = await Promise.all(ids.map(pay));
      expect(again.map(({ status }) => status)).toEqual([200, 200]);
    });

    it('what is being sent at this moment is not sent twice', async () => {
      let answered = (): void => undefined;
      const hangs = new Promise<void>((resolve) => (answered = resolve));
      const send = system.send.bind(system);
      system.send = async (payload) => {
        await hangs;
        return send(payload);
      };
      const id = await aHold();
      const answers = Promise.all([pay(id), pay(id)]);
      setTimeout(answered, 600);
      expect((await answers).map(({ status }) => status)).toEqual([200, 200]);
      expect(statusesSent()).toEqual(['pending']);
    });

    it('a pause holds, whoever tries', async () => {
      const [first] = (await twoInBackOff()) as [string];
      system.isDown = false;
      await paying.app.sql.query(`update external_system set paused_at = now()`);
      expect((await pay(first)).error?.code).toBe('PROVIDER_UNAVAILABLE');
      expect(system.sent).toEqual([]);
    });
  });

  it('a lock that nobody pays for ends there, too', async () => {
    const id = await aHold();
    await pay(id);
    await (await paying.app.get(TellCancelled)).handle({ appointmentId: id, isHold: true });
    await paying.app.runJob(SendOutbound);
    expect(system.sent.map(({ kind }) => kind)).toEqual(['appointment', 'appointment-cancel']);
  });

  it('what was paid and is refused or not confirmed in time goes back', async () => {
    for (const isSilent of [false, true]) {
      system.answer = () => ({ kind: 'acknowledged' });
      const id = await aHold();
      const { body } = await pay(id);
      await paying.sim.orders.pay(body.paymentNo);
      await (await paying.app.get(TellBooked)).handle({ appointmentId: id });
      if (isSilent) {
        system.isDown = true;
        await paying.app.runJob(SendOutbound);
        await paying.app.sql.query(
          `update outbound_message set next_at = now() where subject_id = $1 and next_at is not null`,
          [id],
        );
        paying.app.clock.advance(31 * 60_000);
        expect(await paying.app.runJob(EndUnconfirmed)).toBe(1);
        system.isDown = false;
      } else {
        system.answer = () => ({ kind: 'refused', text: '号源已作废' });
        await paying.app.runJob(SendOutbound);
      }
      const { rows } = await paying.app.sql.query(
        `select 1 from outbox where event = 'number.refused' and payload ->> 'appointmentId' = $1`,
        [id],
      );
      expect(rows).toHaveLength(1);
      const follow = await paying.app.get(FollowRefusals);
      await follow.handle({ appointmentId: id });
      await follow.handle({ appointmentId: id });
      await paying.app.runJob(PushRefunds);
      expect(await standing(id)).toMatchObject({
        status: 'cancelled',
        cancel_reason: 'number-refused',
        fee_state: expect.stringMatching(/refund/) as string,
      });
    }
  });
});
