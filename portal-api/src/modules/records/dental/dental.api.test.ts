import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DentalWorkState } from '@suizhen/contract';
import { startTestApp, type Credentials, type TestApp } from '../../../../test/support/app';
import { aClinic, aPatient, type TestClinic } from '../../../../test/support/clinic';
import {
  signInAccount,
  signInStaff,
  type TestAccount,
  type TestStaff,
} from '../../../../test/support/people';
import { aPdf, aPng } from '../../../../test/support/sample-files';
import { aVisit } from '../../../../test/support/visits';

let app: TestApp;
let clinic: TestClinic;
let account: TestAccount;
let dentist: TestStaff;
let patientId: string;

beforeAll(async () => {
  app = await startTestApp();
  clinic = await aClinic(app, { capacity: 50 });
  dentist = await signInStaff(app, { role: 'doctor', ...clinic, name: '欧阳宁' });
});
afterAll(() => app?.close());

beforeEach(async () => {
  account = await signInAccount(app);
  patientId = await aPatient(app, { proxies: [account.accountId] });
  await aVisit(app, clinic, { patientId });
});

const mine = async (as = account.as) =>
  app.call('getMyDentalRecord', { as, params: { patientId } });

describe('notes', () => {
  const note = (body: Record<string, string>) =>
    app.call('addToothNote', { as: dentist.as, params: { patientId }, body });

  it('stand at their tooth, with who wrote them', async () => {
    const { body } = await note({ tooth: '16', finding: '深龋', treatment: '去腐充填' });
    expect(body.notes[0]).toMatchObject({ tooth: '16', finding: '深龋', notedBy: '欧阳宁' });
    expect((await mine()).body.notes[0]?.notedBy).toBe('欧阳医生');
  });

  it('name a tooth that people have, and say something', async () => {
    for (const tooth of ['19', '91', '56', '1', '00']) {
      expect((await note({ tooth, finding: '龋' })).error?.fields).toHaveProperty('body.tooth');
    }
    expect((await note({ tooth: '55', finding: '龋' })).status).toBe(200);
    expect((await note({ tooth: '16' })).error?.fields).toHaveProperty('body.finding');
  });
});

describe('pictures', () => {
  const upload = async (file = aPng()) => {
    const body = { name: '口内照', base64: file.toString('base64') };
    return (await app.call('uploadStaffFile', { as: dentist.as, body })).body.id;
  };
  const add = (fileId: string, more: Record<string, string> = {}) =>
    app.call('addDentalPicture', {
      as: dentist.as,
      params: { patientId },
      body: { fileId, moment: 'before', takenOn: '2026-03-03', pairKey: '16-冠', ...more },
    });
  const open = (url: string, as: Credentials) => fetch(new URL(url, app.url), { headers: as });

  it('stand beside each other, and open by a ticket', async () => {
    await add(await upload());
    const { body } = await add(await upload(), { moment: 'after', tooth: '16' });
    expect(body.pictures.map(({ moment, pairKey }) => [moment, pairKey])).toEqual([
      ['after', '16-冠'],
      ['before', '16-冠'],
    ]);
    const pictureId = (await mine()).body.pictures[0]!.id;
    const ticket = await app.call('createDentalPictureTicket', {
      as: account.as,
      params: { patientId, pictureId },
    });
    const answer = await open(ticket.body.url, account.as);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(aPng());
    expect((await open(ticket.body.url, account.as)).status).toBe(404);
    const forStaff = await app.call('createStaffPictureTicket', {
      as: dentist.as,
      params: { patientId, pictureId },
    });
    expect((await open(forStaff.body.url, dentist.as)).status).toBe(200);
  });

  it('of one patient are not those of another', async () => {
    const pictureId = (await add(await upload())).body.pictures[0]!.id;
    const other = await aPatient(app, { proxies: [account.accountId] });
    const ticket = await app.call('createDentalPictureTicket', {
      as: account.as,
      params: { patientId: other, pictureId },
    });
    expect(ticket.error?.code).toBe('NOT_FOUND');
  });

  it('are pictures, taken by now, each used once', async () => {
    const pdf = await add(await upload(aPdf()));
    expect(pdf.error?.fields).toEqual({ 'body.fileId': '请上传 JPG 或 PNG 图片' });
    const future = await add(await upload(), { takenOn: '2026-03-04' });
    expect(future.error?.fields).toHaveProperty('body.takenOn');
    const file = await upload();
    const answers = await Promise.all([add(file), add(file)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
  });
});

describe('orders to the laboratory', () => {
  const order = (more: Record<string, unknown> = {}) =>
    app.call('createDentalWorkOrder', {
      as: dentist.as,
      params: { patientId },
      body: { item: '全瓷冠', teeth: ['16', '16', '15'], laboratory: '康美义齿', ...more },
    });
  const move = (workOrderId: string, state: DentalWorkState, version: number, note = '') =>
    app.call('moveDentalWorkOrder', {
      as: dentist.as,
      params: { workOrderId },
      body: { state, version, note },
    });

  it('go there and back until it fits', async () => {
    const made = (await order({ shade: 'A2', dueOn: '2026-03-10', note: '颈缘加深' })).body;
    let current = made.workOrders[0]!;
    expect(current).toMatchObject({ state: 'ordered', teeth: ['16', '15'], dueOn: '2026-03-10' });
    expect(current.orderNo).toMatch(/^D260303[2-9A-HJKMNP-Z]{6}$/);
    const way: DentalWorkState[] = ['in-lab', 'returned', 'remake', 'in-lab', 'returned', 'fitted'];
    for (const state of way) {
      app.clock.advance(1_000);
      const { body, error } = await move(current.id, state, current.version);
      expect(error).toBeUndefined();
      current = body.workOrders[0]!;
      expect(current.state).toBe(state);
    }
    expect(current.steps.map(({ state }) => state)).toEqual(['ordered', ...way]);
    expect(current.steps[0]).toMatchObject({ by: '欧阳宁', note: '颈缘加深' });
    const over = await move(current.id, 'remake', current.version);
    expect(over.error).toMatchObject({
      code: 'INVALID_STATE',
      message: '加工单已完成，不能改为返工',
    });
    expect((await mine()).body.workOrders[0]?.steps[0]?.by).toBe('欧阳医生');
  });

  it('move once, whoever presses at the same time', async () => {
    const { id, version } = (await order()).body.workOrders[0]!;
    const answers = await Promise.all([
      move(id, 'in-lab', version),
      move(id, 'cancelled', version),
      move(id, 'in-lab', version),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const refused = answers.filter(({ status }) => status === 409);
    expect(refused.map(({ error }) => error?.code)).toEqual([
      'VERSION_CONFLICT',
      'VERSION_CONFLICT',
    ]);
  });

  it('that are made at once have numbers of their own', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => order()));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const numbers = (await mine()).body.workOrders.map(({ orderNo }) => orderNo);
    expect(new Set(numbers).size).toBe(8);
  });

  it('are due in the future, and out of reach elsewhere', async () => {
    expect((await order({ dueOn: '2026-03-02' })).error?.fields).toHaveProperty('body.dueOn');
    const { id, version } = (await order()).body.workOrders[0]!;
    const elsewhere = await signInStaff(app, { role: 'doctor', ...(await aClinic(app)) });
    const answer = await app.call('moveDentalWorkOrder', {
      as: elsewhere.as,
      params: { workOrderId: id },
      body: { state: 'in-lab', version, note: '' },
    });
    expect(answer.error?.code).toBe('NOT_FOUND');
  });
});

it('a look is told to the patient; strangers see nothing', async () => {
  await app.call('getPatientDentalRecord', { as: dentist.as, params: { patientId } });
  const views = await app.call('listMyRecordViews', { as: account.as, params: { patientId } });
  expect(views.body.items[0]).toMatchObject({ action: '查看口腔档案', staffName: '欧阳医生' });
  const stranger = await signInAccount(app);
  expect((await mine(stranger.as)).error?.code).toBe('NOT_FOUND');
});
