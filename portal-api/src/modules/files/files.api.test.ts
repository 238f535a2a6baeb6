import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../test/support/app';
import { signInAccount, type TestAccount } from '../../../test/support/people';
import { aJpeg, aPdf, aPng } from '../../../test/support/sample-files';
import { ForgetLooseFiles } from './forget-loose-files.job';

let app: TestApp;
let owner: TestAccount;
beforeAll(async () => {
  app = await startTestApp();
  owner = await signInAccount(app);
});
afterAll(() => app?.close());

const upload = (file: Buffer | string, name = '病假条.jpg', as = owner.as) =>
  app.call('uploadFile', {
    as,
    body: { name, base64: typeof file === 'string' ? file : file.toString('base64') },
  });

describe('documents of an account', () => {
  it.each([
    ['image/jpeg', aJpeg(), '病假条.jpg'],
    ['image/png', aPng(), '病假条.png'],
    ['application/pdf', aPdf(), '病假条.pdf'],
  ])('%s comes back as it was', async (contentType, bytes, name) => {
    const { status, body } = await upload(bytes, '病假条.exe');
    expect(status).toBe(200);
    expect(body).toMatchObject({ contentType, name, bytes: bytes.length });
    const read = await app.call('getMyFile', { as: owner.as, params: { fileId: body.id } });
    expect(Buffer.from(read.body.base64, 'base64')).toEqual(bytes);
  });

  it('lies sealed in the database', async () => {
    const { body } = await upload(aPdf());
    const { rows } = await app.sql.query(`select content from stored_file where id = $1`, [
      body.id,
    ]);
    expect((rows[0] as { content: Buffer }).content.includes('%PDF')).toBe(false);
  });

  it('a file that claims to be another is refused, whatever its name says', async () => {
    for (const bytes of ['MZ\u0000\u0000', '<svg/>', 'PK\u0003\u0004....'].map((text) =>
      Buffer.from(text),
    )) {
      const { status, error } = await upload(bytes, '证明.pdf');
      expect([status, error?.code]).toEqual([422, 'FILE_REJECTED']);
    }
    const garbage = await upload('这不是编码AAAA');
    expect(garbage.error).toMatchObject({ code: 'FILE_REJECTED', message: /无法读取/ });
  });

  it('what hangs behind a picture is not kept', async () => {
    const { body } = await upload(Buffer.concat([aJpeg(), Buffer.from('PK\u0003\u0004 archive')]));
    expect(body.bytes).toBe(aJpeg().length);
  });

  it('takes 3 MB, and says so of more', async () => {
    const big = Buffer.concat([aJpeg(), Buffer.alloc(3 * 1024 * 1024 - aJpeg().length)]);
    expect((await upload(big)).status).toBe(200);
    const tooBig = await upload(Buffer.concat([big, Buffer.alloc(64)]));
    expect([tooBig.status, tooBig.error?.message]).toEqual([422, '文件超过 3 MB，请压缩后再上传']);
    const huge = await upload(Buffer.alloc(4 * 1024 * 1024));
    expect([huge.status, huge.error?.code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });

  it('only this route takes so much, and only from who is signed in', async () => {
    const text = 'x'.repeat(400_000);
    const other = await app.call('requestSmsCode', { body: { phone: text } });
    expect(other.status).toBe(413);
    const stranger = await app.call('uploadFile', { body: { name: 'a', base64: text } });
    expect(stranger.status).toBe(401);
  });

  it('wants JSON as it stands', async () => {
    const send = (headers: Record<string, string>, body: string) =>
      fetch(`${app.url}/api/portal/files`, { method: 'POST', headers, body });
    const json = { ...owner.as, 'content-type': 'application/json' };
    expect((await send({ ...json, 'content-encoding': 'gzip' }, '{}')).status).toBe(415);
    expect((await send({ ...json, 'content-type': 'text/plain' }, '{}')).status).toBe(415);
    expect((await send(json, '{"name":')).status).toBe(400);
    expect((await send(json, '[]')).status).toBe(422);
    expect((await send(json, 'null')).status).toBe(400);
  });

  it('belongs to the account alone', async () => {
    const { body } = await upload(aPng());
    const { as } = await signInAccount(app);
    const answer = await app.call('getMyFile', { as, params: { fileId: body.id } });
    expect(answer.error?.code).toBe('NOT_FOUND');
  });

  it('the quota of a day holds against parallel uploads', async () => {
    const { as } = await signInAccount(app);
    const answers = await Promise.all(Array.from({ length: 44 }, () => upload(aPng(), 'a', as)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(40);
    expect(answers.filter(({ error }) => error?.code === 'RATE_LIMITED')).toHaveLength(4);
  });

  it('what nothing needs is gone after a day; what is attached stays', async () => {
    const loose = await upload(aPng());
    const kept = await upload(aPng());
    await app.sql.query(
      `update stored_file set attached_to = 'credit-appeal', attached_at = $2 where id = $1`,
      [kept.body.id, app.clock.now()],
    );
    app.clock.advance(25 * 3_600_000);
    expect(await app.runJob(ForgetLooseFiles)).toBeGreaterThan(0);
    const read = (fileId: string) => app.call('getMyFile', { as: owner.as, params: { fileId } });
    expect((await read(loose.body.id)).status).toBe(404);
    expect((await read(kept.body.id)).status).toBe(200);
  });
});
