import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { aPersonToAdd as person, claimsOf } from '../../../../test/support/claims';
import { aClinic, aPatient, aProxy } from '../../../../test/support/clinic';
import { signInAccount, signInStaff } from '../../../../test/support/people';
import { UnitOfWork } from '../../../kernel';
import { AccountFollowers } from '../../identity';
import { OpenAppointmentsHolder } from '../ports';

let app: TestApp;
const { add } = claimsOf(() => app);

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

describe('one’s own patients', () => {
  it('are changed with the version seen, and never by a stranger', async () => {
    const account = await signInAccount(app);
    const added = (await add(account, person())).body;
    const body = {
      relation: 'parent',
      cardNumber: 'A-2',
      allergies: '花粉',
      medicalHistory: '高血压',
      version: added.version,
    };
    const params = { patientId: added.id };
    const changed = await app.call('updateMyPatient', { as: account.as, params, body });
    expect(changed.body).toMatchObject({ ...body, version: added.version + 1 });
    const stale = await app.call('updateMyPatient', { as: account.as, params, body });
    expect(stale.error?.code).toBe('VERSION_CONFLICT');
    const stranger = await signInAccount(app);
    for (const id of [
      'getMyPatient',
      'unlinkMyPatient',
      'setDefaultPatient',
      'listMyRecordViews',
    ] as const) {
      expect((await app.call(id, { as: stranger.as, params })).status).toBe(404);
    }
    expect((await app.call('updateMyPatient', { as: stranger.as, params, body })).status).toBe(404);
  });

  it('have one default, and the eldest follows when it is unlinked', async () => {
    const account = await signInAccount(app);
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) {
      app.clock.advance(1000);
      ids.push((await add(account, person())).body.id);
    }
    const params = { patientId: ids[2]! };
    expect((await app.call('setDefaultPatient', { as: account.as, params })).body.isDefault).toBe(
      true,
    );
    const listed = async () =>
      (await app.call('listMyPatients', { as: account.as })).body.items.map(({ id }) => id);
    expect(await listed()).toEqual([ids[2], ids[0], ids[1]]);
    expect((await app.call('unlinkMyPatient', { as: account.as, params })).status).toBe(204);
    expect(await listed()).toEqual([ids[0], ids[1]]);
    expect((await app.call('getMyPatient', { as: account.as, params })).status).toBe(404);
  });

  it('are not unlinked while a visit booked by the account lies ahead', async () => {
    const account = await signInAccount(app);
    const patientId = (await add(account, person())).body.id;
    const holder = await app.get(OpenAppointmentsHolder);
    const before = holder.appointments;
    holder.appointments = { hasLive: async (_, id) => id === patientId };
    const answer = await app.call('unlinkMyPatient', { as: account.as, params: { patientId } });
    holder.appointments = before;
    expect(answer.error?.code).toBe('OUTSTANDING_APPOINTMENTS');
  });

  it('show which staff looked, with shortened names, in Chinese', async () => {
    const clinic = await aClinic(app);
    const account = await signInAccount(app);
    const patientId = await aPatient(app, { branchId: clinic.branchId });
    await aProxy(app, account.accountId, patientId);
    const desk = await signInStaff(app, {
      role: 'front-desk',
      branchId: clinic.branchId,
      name: '欧阳小红',
    });
    const params = { patientId };
    await app.call('getPatient', { as: desk.as, params });
    app.clock.advance(1000);
    const body = { fields: ['phone'], reason: '核对联系电话' };
    await app.call('revealPatientFields', { as: desk.as, params, body });
    const page = (query: object) =>
      app.call('listMyRecordViews', { as: account.as, params, query: { ...query } });
    const first = await page({ limit: 1 });
    expect(first.body.items).toMatchObject([
      { staffName: '欧阳老师', staffRole: '前台', action: '查看完整信息', reason: '核对联系电话' },
    ]);
    const rest = await page({ limit: 1, cursor: first.body.nextCursor });
    expect(rest.body.items).toMatchObject([{ action: '查看档案', reason: null }]);
    expect(rest.body.nextCursor).toBeNull();
  });
});

describe('when an account ends', () => {
  it('its people go along to the account it is merged into', async () => {
    const from = await signInAccount(app);
    const into = await signInAccount(app);
    const shared = await aPatient(app, { proxies: [from.accountId, into.accountId] });
    const moved = await aPatient(app, { proxies: [from.accountId] });
    const followers = await app.get(AccountFollowers);
    const unitOfWork = await app.get(UnitOfWork);
    await unitOfWork.run((tx) => followers.merged(tx, from.accountId, into.accountId));
    const ids = (await app.call('listMyPatients', { as: into.as })).body.items.map(({ id }) => id);
    expect(ids.sort()).toEqual([shared, moved].sort());
  });

  it('the record of its own person is locked and stripped, unless another acts for them', async () => {
    const account = await signInAccount(app);
    const other = await signInAccount(app);
    const alone = await aPatient(app, { proxies: [account.accountId] });
    const shared = await aPatient(app, { proxies: [account.accountId, other.accountId] });
    await app.sql.query(`update patient set address_cipher = 'x' where id = any($1)`, [
      [alone, shared],
    ]);
    const followers = await app.get(AccountFollowers);
    const unitOfWork = await app.get(UnitOfWork);
    await unitOfWork.run((tx) => followers.closed(tx, account.accountId));
    const { rows } = await app.sql.query(
      `select locked_at is not null as locked, address_cipher from patient where id = any($1)
        order by locked_at nulls last`,
      [[alone, shared]],
    );
    expect(rows).toEqual([
      { locked: true, address_cipher: null },
      { locked: false, address_cipher: 'x' },
    ]);
    const { rows: audit } = await app.sql.query<{ reason: string }>(
      `select reason from audit_event where patient_id = $1 and action = 'patient.lock'`,
      [alone],
    );
    expect(audit[0]?.reason).toContain('依法保存');
  });
});
