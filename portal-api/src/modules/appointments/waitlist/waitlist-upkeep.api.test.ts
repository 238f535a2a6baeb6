import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, testNow, type TestApp } from '../../../../test/support/app';
import { aClinic, aPatient, type TestClinic } from '../../../../test/support/clinic';
import { signInStaff } from '../../../../test/support/people';
import { steps, waitingRoom } from '../../../../test/support/waiting';
import { Settings, systemActor } from '../../../kernel';
import { RunWaitlist } from './run-waitlist.job';

let app: TestApp;
const { aPerson, aFullClinic, join, joined, cancel, look, decline, places } = waitingRoom(
  () => app,
);

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.close());
beforeEach(() => app.clock.set(testNow));

async function put(key: string, value: unknown): Promise<void> {
  const settings = await app.get(Settings);
  const version = (await settings.storedRows()).get(key)?.version ?? 0;
  await settings.change(systemActor('test'), key, value, '测试', version);
}

describe('leaving', () => {
  it('hands an open offer to the next', async () => {
    const { slotId, booked } = await aFullClinic();
    const first = await joined({ kind: 'slot', slotId });
    const second = await joined({ kind: 'slot', slotId });
    await cancel(booked[0]!);
    const params = { entryId: first.entryId };
    const left = await app.call('leaveWaitlist', { params, as: first.as });
    expect(left.body.state).toBe('withdrawn');
    expect(steps(left.body)).toEqual(['joined', 'offered', 'offer-withdrawn', 'withdrawn']);
    expect((await look(second)).state).toBe('offered');
    const again = await app.call('leaveWaitlist', { params, as: first.as });
    expect(again.error?.code).toBe('INVALID_STATE');
  });

  it('happens by itself when the same is booked otherwise', async () => {
    const { slotId, clinic } = await aFullClinic();
    const first = await joined({ kind: 'doctor', doctorId: clinic.doctorId });
    await app.sql.query(`insert into place (slot_id, number, channel) values ($1, 90, 'desk')`, [
      slotId,
    ]);
    const desk = await signInStaff(app, { role: 'front-desk' });
    const body = { slotId, patientId: first.patientId, channel: 'desk' };
    expect((await app.call('bookForPatient', { body, as: desk.as })).status).toBe(200);
    await app.relay();
    expect(await look(first)).toMatchObject({ state: 'ended', receipts: [{}, { step: 'ended' }] });
  });

  it('lists live ones first', async () => {
    const account = await aPerson();
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) {
      const { slotId } = await aFullClinic();
      app.clock.advance(1_000);
      ids.push((await join(account, { kind: 'slot', slotId })).body.id);
    }
    await app.call('leaveWaitlist', { params: { entryId: ids[2]! }, as: account.as });
    const pages: string[] = [];
    for (let cursor: string | undefined, i = 0; i < 3; i++) {
      const page = await app.call('listMyWaitlistEntries', {
        query: { limit: 1, cursor },
        as: account.as,
      });
      pages.push(...page.body.items.map((entry) => entry.id));
      cursor = page.body.nextCursor ?? undefined;
    }
    expect(pages).toEqual([ids[1], ids[0], ids[2]]);
  });
});

describe('rosters', () => {
  const asManager = async (clinic: TestClinic) =>
    (await signInStaff(app, { role: 'manager', branchId: clinic.branchId })).as;
  const change = async (clinic: TestClinic, more: Record<string, unknown>) => {
    const as = await asManager(clinic);
    const params = { rosterId: clinic.rosterId };
    const { body } = await app.call('getRoster', { params, as });
    const { room, note, version } = body;
    return app.call('updateRoster', {
      params,
      body: {
        ...{ room, note, version, isClosed: false },
        capacity: { shared: 1, wechat: 0, phone: 0, desk: 0 },
        ...more,
      },
      as,
    });
  };

  it('that grow are offered first; what is offered is not taken away', async () => {
    const { slotId, clinic } = await aFullClinic();
    const first = await joined({ kind: 'slot', slotId });
    const grown = await change(clinic, { capacity: { shared: 2, wechat: 0, phone: 0, desk: 0 } });
    expect(grown.status, JSON.stringify(grown.body)).toBe(200);
    expect((await look(first)).state).toBe('offered');
    const shrunk = await change(clinic, {});
    expect(shrunk.error?.code).toBe('ROSTER_HAS_APPOINTMENTS');
    const closed = await change(clinic, {
      capacity: { shared: 2, wechat: 0, phone: 0, desk: 0 },
      isClosed: true,
    });
    expect(closed.status).toBe(200);
    expect((await look(first)).state).toBe('offered');
    await decline(first);
    expect(await places(slotId)).toEqual({ closed: 1, sold: 1 });
  });

  it('that are removed end the waiting for them, unless a place of theirs is being offered', async () => {
    const clinic = await aClinic(app, { capacity: 1, slots: 1 });
    const slotId = clinic.slotIds[0]!;
    await app.sql.query(`update place set channel = 'desk' where slot_id = $1`, [slotId]);
    const first = await joined({ kind: 'slot', slotId });
    await app.sql.query(`update place set channel = 'any' where slot_id = $1`, [slotId]);
    await app.runJob(RunWaitlist);
    const as = await asManager(clinic);
    const remove = () => app.call('deleteRoster', { params: { rosterId: clinic.rosterId }, as });
    expect((await remove()).error?.code).toBe('ROSTER_HAS_APPOINTMENTS');
    await decline(first);
    expect((await remove()).status).toBe(204);
    expect((await look(first)).state).toBe('ended');
  });
});

describe('at the desk', () => {
  it('staff see who waits, join, take and remove, within their branch', async () => {
    const { slotId, booked, clinic } = await aFullClinic();
    const { branchId } = clinic;
    const desk = await signInStaff(app, { role: 'front-desk', branchId });
    const patientId = await aPatient(app, { branchId, name: '李大壮' });
    const body = { patientId, channel: 'phone', wish: { kind: 'slot', slotId } };
    const made = await app.call('joinWaitlistForPatient', { body, as: desk.as });
    expect(made.body).toMatchObject({
      patientName: '李大壮',
      phoneMasked: '138****1234',
      channel: 'phone',
    });
    const params = { entryId: made.body.id };
    await cancel(booked[0]!);
    const list = await app.call('listWaitlistEntries', {
      query: { branchId, state: 'offered' },
      as: desk.as,
    });
    expect(list.body.items).toMatchObject([{ id: made.body.id, offer: { state: 'open' } }]);
    const offerId = list.body.items[0]!.offer!.id;
    const taken = await app.call('acceptWaitlistOfferForPatient', {
      params,
      body: { offerId, payment: 'cash' },
      as: desk.as,
    });
    expect(taken.body).toMatchObject({ status: 'booked', feeState: 'paid', channel: 'phone' });
    expect((await app.call('getWaitlistEntry', { params, as: desk.as })).body).toMatchObject({
      state: 'fulfilled',
      offers: [{ state: 'accepted' }],
    });
    const removed = (as: Record<string, string>, entryId: string) =>
      app.call('removeWaitlistEntry', { params: { entryId }, body: { reason: '重复登记' }, as });
    expect((await removed(desk.as, made.body.id)).error?.code).toBe('INVALID_STATE');
    const waiting = await joined({ kind: 'slot', slotId });
    expect((await removed(desk.as, waiting.entryId)).body).toMatchObject({ state: 'withdrawn' });
    const elsewhere = await signInStaff(app, {
      role: 'front-desk',
      branchId: (await aClinic(app)).branchId,
    });
    const foreign = await app.call('getWaitlistEntry', { params, as: elsewhere.as });
    expect(foreign.error?.code).toBe('NOT_FOUND');
    const none = await app.call('listWaitlistEntries', { as: elsewhere.as });
    expect(none.body.items).toEqual([]);
    const manager = await signInStaff(app, { role: 'manager', branchId });
    const masked = await app.call('getWaitlistEntry', { params, as: manager.as });
    expect(masked.body.patientName).toBe('李*壮');
  });
});

describe('receipts', () => {
  it('are never changed, not even by the application', async () => {
    const { slotId } = await aFullClinic();
    const first = await joined({ kind: 'slot', slotId });
    const { default: pg } = await import('pg');
    const pool = new pg.Pool({ connectionString: app.database.url, max: 1 });
    try {
      for (const sql of [
        `update waitlist_receipt set detail = ''`,
        `delete from waitlist_receipt`,
      ]) {
        await expect(pool.query(sql)).rejects.toThrow(/permission denied/);
      }
    } finally {
      await pool.end();
    }
    expect((await look(first)).receipts).toHaveLength(1);
  });
});

describe('offers that nobody answers', () => {
  const aSecondPlace = async (slotId: string) => {
    const other = await aPerson();
    const body = { slotId, patientId: other.patientId };
    const { id } = (await app.call('bookPlace', { body, as: other.as })).body;
    return { ...other, appointmentId: id };
  };
  const miss = async () => {
    app.clock.advance(31 * 60_000);
    await app.runJob(RunWaitlist);
    await app.relay();
  };

  it('end the waiting when there were too many in a row, with a receipt and a word to the patient', async () => {
    const { slotId, booked } = await aFullClinic();
    const first = await joined({ kind: 'slot', slotId });
    await cancel(booked[0]!);
    await miss();
    expect((await look(first)).state).toBe('waiting');
    await cancel(await aSecondPlace(slotId));
    await miss();
    expect((await look(first)).state).toBe('waiting');
    const last = await aSecondPlace(slotId);
    const second = await joined({ kind: 'slot', slotId });
    await cancel(last);
    await miss();
    expect(await look(first)).toMatchObject({ state: 'ended', offer: null, ahead: null });
    expect(steps(await look(first)).slice(-3)).toEqual(['offered', 'expired', 'ended']);
    expect((await look(first)).receipts.at(-1)?.detail).toBe('连续 3 次有号没有答复');
    expect(await look(second)).toMatchObject({ state: 'offered' });
    const inbox = (await app.call('listMyMessages', { as: first.as })).body.items;
    expect(inbox.filter(({ kind }) => kind === 'waitlist-missed')).toHaveLength(2);
    expect(inbox.map(({ body }) => body).join()).toContain('再错过 1 次，候补会自动结束');
    expect(inbox.find(({ kind }) => kind === 'waitlist-ended')?.body).toContain(
      '连续 3 次有号没有答复',
    );
    expect((await join(first, { kind: 'slot', slotId })).status).toBe(200);
  });

  it('count anew after an answer, and have no end where the hospital says so', async () => {
    await put('waitlist.missedOfferLimit', 2);
    const { slotId, booked } = await aFullClinic();
    const first = await joined({ kind: 'slot', slotId });
    await cancel(booked[0]!);
    await miss();
    await cancel(await aSecondPlace(slotId));
    await decline(first);
    await cancel(await aSecondPlace(slotId));
    await miss();
    expect((await look(first)).state).toBe('waiting');
    await put('waitlist.missedOfferLimit', 0);
    for (let i = 0; i < 4; i++) {
      await cancel(await aSecondPlace(slotId));
      await miss();
    }
    expect((await look(first)).state).toBe('waiting');
    await put('waitlist.missedOfferLimit', 3);
  });
});

describe('settings', () => {
  it('close the waitlist', async () => {
    const { slotId } = await aFullClinic();
    await put('waitlist.isOpen', false);
    expect((await join(await aPerson(), { kind: 'slot', slotId })).error?.code).toBe(
      'WAITLIST_CLOSED',
    );
    await put('waitlist.isOpen', true);
  });
});
