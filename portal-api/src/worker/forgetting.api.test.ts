import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../test/support/app';
import { signInAccount } from '../../test/support/people';
import { realTime } from '../kernel';
import { ForgetOldCodes } from '../modules/identity/accounts/forget-old-codes.job';
import { ForgetOldClaims } from '../modules/patients/portal/forget-old-claims.job';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.close());

const hoursAgo = (hours: number) => new Date(realTime.now().getTime() - hours * 3_600_000);

it('codes and claims are forgotten when no limit needs them any more', async () => {
  const { accountId } = await signInAccount(app);
  for (const at of [hoursAgo(20), hoursAgo(50)]) {
    await app.sql.query(
      `insert into sms_code (id, phone_index, purpose, code_hash, created_at, expires_at)
       values ($1, 'p', 'sign-in', 'h', $2, $2)`,
      [app.newId(), at],
    );
    await app.sql.query(
      `insert into patient_claim (id, account_id, request_cipher, target_index, code_hash, created_at, expires_at)
       values ($1, $2, 'c', 't', 'h', $3, $3)`,
      [app.newId(), accountId, at],
    );
  }
  await app.runJob(ForgetOldCodes);
  await app.runJob(ForgetOldClaims);
  for (const table of ['sms_code', 'patient_claim']) {
    const { rows } = await app.sql.query<{ left: number }>(
      `select count(*)::int as left from ${table} where code_hash = 'h'`,
    );
    expect(rows[0]!.left, table).toBe(1);
  }
});
