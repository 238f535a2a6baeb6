import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestApp } from '../../../../test/support/app';
import { CreditHospital, day } from '../../../../test/support/credit';
import { signInAccount, type TestAccount, type TestStaff } from '../../../../test/support/people';
import { aPdf } from '../../../../test/support/sample-files';

let hospital: CreditHospital;
let app: TestApp;
let account: TestAccount;
let manager: TestStaff;
beforeAll(async () => {
  hospital = await CreditHospital.start();
  ({ app, account, manager } = hospital);
});
afterAll(() => hospital?.close());

async function uploaded(as = account.as): Promise<string> {
  const base64 = aPdf().toString('base64');
  return (await app.call('uploadFile', { as, body: { name: '住院证明.pdf', base64 } })).body.id;
}

const appeal = (patientId: string, body: object, as = account.as) =>
  app.call('appealCreditEvent', {
    as,
    params: { patientId },
    body: { text: '当天急诊住院，附住院证明', ...body },
  });

describe('an appeal', () => {
  it('with documents, upheld: the mark goes and the suspension that rested on it', async () => {
    const patientId = await hospital.newPatient();
    await hospital.missVisits(patientId, 3);
    const [event] = (await hospital.credit(patientId)).events;
    const fileIds = [await uploaded(), await uploaded()];
    const sent = await appeal(patientId, { eventId: event!.id, fileIds });
    expect(sent.body.events[0]).toMatchObject({
      appeal: { state: 'open', answer: '' },
      mayAppealUntil: null,
    });

    const list = await app.call('listCreditAppeals', { as: manager.as, query: { state: 'open' } });
    const open = list.body.items.find((each) => each.patientId === patientId)!;
    expect(open).toMatchObject({
      patientName: '王*明',
      text: '当天急诊住院，附住院证明',
      files: [{ name: '住院证明.pdf' }, { name: '住院证明.pdf' }],
      version: 1,
    });
    expect(Date.parse(open.dueAt) - app.clock.now().getTime()).toBe(5 * day);

    const file = await app.call('getCreditAppealFile', {
      as: manager.as,
      params: { appealId: open.id, fileId: fileIds[0]! },
    });
    expect(Buffer.from(file.body.base64, 'base64')).toEqual(aPdf());
    const { rows } = await app.sql.query(
      `select patient_id, actor_id from audit_event where action = 'credit.read-file' and resource_id = $1`,
      [fileIds[0]],
    );
    expect(rows).toEqual([{ patient_id: patientId, actor_id: manager.staffId }]);

    const decided = await app.call('decideCreditAppeal', {
      as: manager.as,
      params: { appealId: open.id },
      body: { decision: 'upheld', answer: '材料属实', version: 1 },
    });
    expect(decided.body).toMatchObject({ state: 'upheld', answer: '材料属实', version: 2 });
    expect(await hospital.credit(patientId)).toMatchObject({
      counted: 2,
      suspendedUntil: null,
      events: [{ isCounted: false, appeal: { state: 'upheld', answer: '材料属实' } }, {}, {}],
    });
    await app.relay();
    const messages = await app.call('listMyMessages', { as: account.as });
    expect(messages.body.items[0]).toMatchObject({
      kind: 'credit-appeal-decided',
      title: '申诉已通过',
    });
  });

  it('rejected: the mark stays, and there is no second appeal', async () => {
    const patientId = await hospital.newPatient();
    await hospital.missVisits(patientId, 1);
    const [event] = (await hospital.credit(patientId)).events;
    await appeal(patientId, { eventId: event!.id });
    const list = await app.call('listCreditAppeals', { as: manager.as });
    const { id } = list.body.items.find((each) => each.patientId === patientId)!;
    const decide = (version: number, decision = 'rejected') =>
      app.call('decideCreditAppeal', {
        as: manager.as,
        params: { appealId: id },
        body: { decision, answer: '没有材料', version },
      });
    const answers = await Promise.all([decide(1), decide(1, 'upheld'), decide(1)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect((await decide(1)).error?.code).toBe('VERSION_CONFLICT');
    expect((await decide(2)).error?.code).toBe('INVALID_STATE');
    expect((await appeal(patientId, { eventId: event!.id })).error?.code).toBe('ALREADY_APPEALED');
  });

  it('is made once, however often it is sent at the same time', async () => {
    const patientId = await hospital.newPatient();
    await hospital.missVisits(patientId, 1);
    const [event] = (await hospital.credit(patientId)).events;
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => appeal(patientId, { eventId: event!.id })),
    );
    const codes = answers.map(({ error }) => error?.code ?? 'ok').sort();
    expect(codes).toEqual([...Array<string>(4).fill('ALREADY_APPEALED'), 'ok']);
  });

  it('has its time, and needs a mark that counts', async () => {
    const patientId = await hospital.newPatient();
    await hospital.missVisits(patientId, 1);
    const [event] = (await hospital.credit(patientId)).events;
    app.clock.advance(15 * day);
    expect((await appeal(patientId, { eventId: event!.id })).error?.code).toBe('INVALID_STATE');
    expect((await hospital.credit(patientId)).events[0]!.mayAppealUntil).toBeNull();
    expect((await appeal(patientId, { eventId: app.newId() })).error?.code).toBe('NOT_FOUND');
  });

  it('takes documents of the account only, each for one appeal', async () => {
    const patientId = await hospital.newPatient();
    await hospital.missVisits(patientId, 2);
    const [one, two] = (await hospital.credit(patientId)).events;
    const stranger = await signInAccount(app);
    const theirs = await uploaded(stranger.as);
    const foreign = await appeal(patientId, { eventId: one!.id, fileIds: [theirs] });
    expect(foreign.error?.code).toBe('NOT_FOUND');
    const mine = await uploaded();
    expect((await appeal(patientId, { eventId: one!.id, fileIds: [mine] })).status).toBe(200);
    const again = await appeal(patientId, { eventId: two!.id, fileIds: [mine] });
    expect(again.error?.code).toBe('NOT_FOUND');
  });

  it('shows its documents to nobody but through itself', async () => {
    const patientId = await hospital.newPatient();
    await hospital.missVisits(patientId, 2);
    const [one, two] = (await hospital.credit(patientId)).events;
    const [fileOne, fileTwo] = [await uploaded(), await uploaded()];
    await appeal(patientId, { eventId: one!.id, fileIds: [fileOne] });
    await appeal(patientId, { eventId: two!.id, fileIds: [fileTwo] });
    const list = await app.call('listCreditAppeals', { as: manager.as });
    const own = list.body.items.find((each) => each.event.id === one!.id)!;
    const read = (as: TestStaff['as'], fileId: string) =>
      app.call('getCreditAppealFile', { as, params: { appealId: own.id, fileId } });
    expect((await read(manager.as, fileTwo)).status).toBe(404);
    const elsewhere = await hospital.managerElsewhere();
    expect((await read(elsewhere.as, fileOne)).status).toBe(404);
    const theirs = await app.call('listCreditAppeals', { as: elsewhere.as });
    expect(theirs.body.items).toEqual([]);
  });

  it('is listed by when it is due, page by page', async () => {
    const first = await app.call('listCreditAppeals', { as: manager.as, query: { limit: 3 } });
    const all = [...first.body.items];
    let cursor = first.body.nextCursor;
    while (cursor) {
      const page = await app.call('listCreditAppeals', {
        as: manager.as,
        query: { limit: 3, cursor },
      });
      all.push(...page.body.items);
      cursor = page.body.nextCursor;
    }
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const open = all.filter(({ state }) => state === 'open');
    expect(all.slice(0, open.length)).toEqual(open);
    const due = open.map(({ dueAt }) => dueAt);
    expect(due).toEqual([...due].sort());
  });
});
