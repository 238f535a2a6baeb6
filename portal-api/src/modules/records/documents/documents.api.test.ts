import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type Credentials, type TestApp } from '../../../../test/support/app';
import { aClinic, aPatient, aProxy, type TestClinic } from '../../../../test/support/clinic';
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
let nurse: TestStaff;
let patientId: string;

beforeAll(async () => {
  app = await startTestApp();
  clinic = await aClinic(app, { capacity: 50 });
  nurse = await signInStaff(app, { role: 'nurse', ...clinic, name: '周小雨' });
});
afterAll(() => app?.close());

beforeEach(async () => {
  account = await signInAccount(app);
  patientId = await aPatient(app, { proxies: [account.accountId] });
  await aVisit(app, clinic, { patientId });
});

async function upload(file = aPng(), as = account.as): Promise<string> {
  const body = { name: '化验单.png', base64: file.toString('base64') };
  return (await app.call('uploadFile', { as, body })).body.id;
}
const add = (fileIds: string[], more: Record<string, unknown> = {}, as = account.as) =>
  app.call('addMyDocument', {
    as,
    params: { patientId },
    body: { category: 'outside-report', title: '市二院血常规', fileIds, ...more },
  });
const mine = (as = account.as) => app.call('listMyDocuments', { as, params: { patientId } });
const remove = (documentId: string, as = account.as) =>
  app.call('removeMyDocument', { as, params: { documentId } });
const ticketFor = (documentId: string, fileId: string, as = account.as) =>
  app.call('createDocumentTicket', { as, params: { documentId }, body: { fileId } });
const open = (url: string, as: Credentials = account.as) =>
  fetch(new URL(url, app.url), { headers: as });
const kept = async (fileId: string) =>
  (await app.sql.query(`select 1 from stored_file where id = $1`, [fileId])).rows.length === 1;

describe('documents of other hospitals', () => {
  it('hold the files in the order given, and the family sees who added them', async () => {
    const files = [await upload(), await upload(aPdf())];
    const { status, body } = await add(files, { documentDate: '2026-02-01' });
    expect(status).toBe(200);
    expect(body.files.map(({ id }) => id)).toEqual(files);
    expect(body).toMatchObject({ addedBy: '您', documentDate: '2026-02-01' });
    const wife = await signInAccount(app);
    await aProxy(app, wife.accountId, patientId);
    expect((await mine(wife.as)).body.items[0]).toMatchObject({ id: body.id, addedBy: '家人' });
    const stranger = await signInAccount(app);
    expect((await mine(stranger.as)).error?.code).toBe('NOT_FOUND');
  });

  it('are made of one’s own files, each used once', async () => {
    const file = await upload();
    const stranger = await signInAccount(app);
    await aProxy(app, stranger.accountId, patientId);
    expect((await add([file], {}, stranger.as)).error?.code).toBe('NOT_FOUND');
    const answers = await Promise.all([add([file]), add([file]), add([file])]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await mine()).body.items).toHaveLength(1);
  });

  it('are at most nine files, and of the past', async () => {
    const file = await upload();
    const ten = Array.from({ length: 10 }, () => app.newId());
    expect((await add(ten)).error?.fields).toEqual({ 'body.fileIds': '最多 9 份' });
    expect((await add([])).error?.fields).toHaveProperty('body.fileIds');
    const future = await add([file], { documentDate: '2026-03-04' });
    expect(future.error?.fields).toEqual({ 'body.documentDate': '资料日期不能晚于今天' });
  });

  it('are taken back by whoever added them, and the files are erased', async () => {
    const file = await upload();
    const { body } = await add([file]);
    const wife = await signInAccount(app);
    await aProxy(app, wife.accountId, patientId);
    expect((await remove(body.id, wife.as)).error?.code).toBe('INVALID_STATE');
    const answers = await Promise.all([remove(body.id), remove(body.id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404]);
    expect((await mine()).body.items).toEqual([]);
    expect(await kept(file)).toBe(false);
  });
});

describe('a ticket', () => {
  it('opens one file once, for the session that asked', async () => {
    const file = await upload();
    const { body } = await add([file]);
    const ticket = (await ticketFor(body.id, file)).body;
    const stranger = await signInAccount(app);
    expect((await open(ticket.url, stranger.as)).status).toBe(404);
    const answer = await open(ticket.url);
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(aPng());
    expect((await open(ticket.url)).status).toBe(404);
  });

  it('is only for files of the document', async () => {
    const [file, loose] = [await upload(), await upload()];
    const { body } = await add([file]);
    expect((await ticketFor(body.id, loose)).error?.code).toBe('NOT_FOUND');
    const stranger = await signInAccount(app);
    expect((await ticketFor(body.id, file, stranger.as)).error?.code).toBe('NOT_FOUND');
  });

  it('opens nothing that was taken back meanwhile, and nothing to whom the right ended', async () => {
    const file = await upload();
    const first = (await add([file])).body;
    const ticket = (await ticketFor(first.id, file)).body;
    await remove(first.id);
    expect((await open(ticket.url)).status).toBe(404);
    const again = await upload();
    const second = (await add([again])).body;
    const late = (await ticketFor(second.id, again)).body;
    await app.sql.query(`update proxy set ended_at = $2 where patient_id = $1`, [
      patientId,
      app.clock.now(),
    ]);
    expect((await open(late.url)).status).toBe(404);
  });
});

describe('staff', () => {
  const staffUpload = async (as = nurse.as) =>
    app.call('uploadStaffFile', {
      as,
      body: { name: '出院小结.pdf', base64: aPdf().toString('base64') },
    });

  it('add and read documents, and the patient sees both', async () => {
    const file = (await staffUpload()).body;
    const added = await app.call('addPatientDocument', {
      as: nurse.as,
      params: { patientId },
      body: { category: 'discharge', title: '出院小结', fileIds: [file.id] },
    });
    expect(added.body).toMatchObject({ addedBy: '周小雨', files: [{ name: '出院小结.pdf' }] });
    const documentId = added.body.id;
    expect((await mine()).body.items[0]?.addedBy).toBe('周护士');
    expect((await remove(documentId)).error?.code).toBe('INVALID_STATE');
    await add([await upload()]);
    const listed = await app.call('listPatientDocuments', { as: nurse.as, params: { patientId } });
    expect(listed.body.items.map(({ addedBy }) => addedBy)).toEqual(['患者或家属', '周小雨']);
    const ticket = await app.call('createStaffDocumentTicket', {
      as: nurse.as,
      params: { documentId },
      body: { fileId: file.id },
    });
    expect(ticket.body.url).toMatch(/^\/api\/staff\/tickets\//);
    expect((await open(ticket.body.url, nurse.as)).headers.get('content-type')).toBe(
      'application/pdf',
    );
    const views = await app.call('listMyRecordViews', { as: account.as, params: { patientId } });
    expect(views.body.items.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['添加外院资料', '查看外院资料', '打开外院资料']),
    );
  });

  it('of another department know none of them, and files of others are not theirs', async () => {
    const { body } = await add([await upload()]);
    const stranger = await signInStaff(app, { role: 'nurse', ...(await aClinic(app)) });
    const params = { documentId: body.id };
    const ticket = await app.call('createStaffDocumentTicket', {
      as: stranger.as,
      params,
      body: { fileId: body.files[0]!.id },
    });
    expect(ticket.error?.code).toBe('NOT_FOUND');
    const foreign = (await staffUpload(stranger.as)).body;
    const added = await app.call('addPatientDocument', {
      as: nurse.as,
      params: { patientId },
      body: { category: 'other', title: '材料', fileIds: [foreign.id] },
    });
    expect(added.error?.code).toBe('NOT_FOUND');
  });

  it('add nothing to a closed record', async () => {
    const file = (await staffUpload()).body;
    await app.sql.query(`update patient set locked_at = $2 where id = $1`, [
      patientId,
      app.clock.now(),
    ]);
    const added = await app.call('addPatientDocument', {
      as: nurse.as,
      params: { patientId },
      body: { category: 'other', title: '材料', fileIds: [file.id] },
    });
    expect(added.error?.code).toBe('PATIENT_LOCKED');
  });
});
