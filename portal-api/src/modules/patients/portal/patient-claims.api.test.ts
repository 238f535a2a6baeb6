import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../../../test/support/app';
import { aNumber, aPersonToAdd as person, aPhone, claimsOf } from '../../../../test/support/claims';
import { deliveriesOf, lastCodeTo } from '../../../../test/support/outgoing';
import { signInAccount, type TestAccount } from '../../../../test/support/people';

let app: TestApp;
const { claim, confirm, add, forgetResendPause } = claimsOf(() => app);

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const notACodeOf = (code: string) => (code === '000000' ? '111111' : '000000');

describe('adding a new person', () => {
  it('registers them once the code is given, with birth date and sex from the document', async () => {
    const account = await signInAccount(app);
    const added = await add(account, person({ allergies: '青霉素', cardNumber: 'K-1' }));
    expect(added.status).toBe(200);
    expect(added.body).toMatchObject({
      name: '赵一诺',
      nameMasked: '赵*诺',
      birthDate: '1985-05-06',
      age: 40,
      isDefault: true,
      isMinor: false,
      allergies: '青霉素',
      cardNumber: 'K-1',
      relation: 'self',
    });
    expect(added.body.identityNumberMasked).toMatch(/^1101\*{10}/);
    expect(added.body.phoneMasked).toMatch(/^139\*{4}/);
    const listed = await app.call('listMyPatients', { as: account.as });
    expect(listed.body.items).toEqual([added.body]);
    const { rows } = await app.sql.query<{ name_grams: string[]; pinyin_initials: string }>(
      `select * from patient where id = $1`,
      [added.body.id],
    );
    expect(JSON.stringify(rows[0])).not.toMatch(/1101051985|139000/);
    expect(rows[0]?.name_grams).toEqual(['赵', '一', '诺', '赵一', '一诺']);
    expect(rows[0]?.pinyin_initials).toBe('zyn');
  });

  it('is refused for a wrong code, five times at most, and then for the right one', async () => {
    const account = await signInAccount(app);
    const body = person();
    const { claimId } = (await claim(account, body)).body;
    const code = await lastCodeTo(app, body.phone);
    for (let i = 0; i < 5; i++) {
      const answer = await confirm(account, claimId, notACodeOf(code));
      expect(answer.error?.code).toBe('CODE_INVALID');
    }
    expect((await confirm(account, claimId, code)).error?.code).toBe('CODE_INVALID');
  });

  it('is refused after the code has lapsed, and for another account', async () => {
    const account = await signInAccount(app);
    const body = person();
    const { claimId } = (await claim(account, body)).body;
    const code = await lastCodeTo(app, body.phone);
    const stranger = await signInAccount(app);
    expect((await confirm(stranger, claimId, code)).status).toBe(404);
    await app.sql.query(
      `update patient_claim set expires_at = expires_at - interval '6 min' where id = $1`,
      [claimId],
    );
    expect((await confirm(account, claimId, code)).error?.code).toBe('CODE_INVALID');
  });

  it('gives the same answer when the confirmation is repeated', async () => {
    const account = await signInAccount(app);
    const body = person();
    const { claimId } = (await claim(account, body)).body;
    const code = await lastCodeTo(app, body.phone);
    const first = await confirm(account, claimId, code);
    expect((await confirm(account, claimId, code)).body).toEqual(first.body);
    expect((await confirm(account, claimId, notACodeOf(code))).error?.code).toBe('CODE_INVALID');
  });

  it('names the faulty field', async () => {
    const account = await signInAccount(app);
    const number = aNumber();
    const faulty = number.slice(0, 17) + (number.endsWith('1') ? '2' : '1');
    const fields = async (overrides: Record<string, unknown>) =>
      Object.keys((await claim(account, person(overrides))).error?.fields ?? {});
    expect(await fields({ identityNumber: faulty })).toEqual(['body.identityNumber']);
    expect(await fields({ identityNumber: '123' })).toEqual(['body.identityNumber']);
    expect(await fields({ birthDate: '1985-05-07' })).toEqual(['body.birthDate']);
    expect(await fields({ identityType: 'passport', identityNumber: 'E12345678' })).toEqual([
      'body.birthDate',
      'body.gender',
    ]);
  });

  it('needs the guardian for a child under 14', async () => {
    const account = await signInAccount(app);
    const child = person({ identityNumber: aNumber('2015-01-01'), relation: 'child' });
    const without = await claim(account, child);
    expect(Object.keys(without.error?.fields ?? {})).toEqual(['body.guardianConsent']);
    const asSelf = await claim(account, { ...child, relation: 'self', guardianConsent: true });
    expect(Object.keys(asSelf.error?.fields ?? {})).toEqual(['body.relation']);
    const added = await add(account, { ...child, guardianConsent: true });
    expect(added.body).toMatchObject({ isMinor: true, age: 11 });
    const { rows } = await app.sql.query(
      `select guardian_consent from proxy where patient_id = $1`,
      [added.body.id],
    );
    expect(rows).toEqual([{ guardian_consent: true }]);
  });

  it('makes one record of a newborn, however often the guardian adds it', async () => {
    const account = await signInAccount(app);
    const newborn = person({
      name: '赵宝宝',
      identityType: 'newborn',
      identityNumber: '',
      birthDate: '2026-03-01',
      gender: 'female',
      relation: 'child',
      guardianConsent: true,
    });
    const first = await add(account, newborn);
    await forgetResendPause();
    const again = await add(account, newborn);
    expect(again.body.id).toBe(first.body.id);
    const father = await signInAccount(app);
    expect((await add(father, newborn)).body.id).toBe(first.body.id);
  });
});

describe('adding a person who is known here', () => {
  it('answers the same, and sends the code to the phone on file', async () => {
    const first = await signInAccount(app);
    const known = person();
    const registered = await add(first, known);
    const second = await signInAccount(app);
    const ownPhone = aPhone();
    const claimed = await claim(second, { ...known, phone: ownPhone });
    const fresh = await claim(second, person());
    expect(Object.keys(claimed.body)).toEqual(Object.keys(fresh.body));
    expect(claimed.status).toBe(fresh.status);
    expect(await deliveriesOf(app, ownPhone)).toEqual([]);
    const linked = await confirm(second, claimed.body.claimId, await lastCodeTo(app, known.phone));
    expect(linked.body.id).toBe(registered.body.id);
    expect(linked.body.phoneMasked).toBe(registered.body.phoneMasked);
  });

  it('compares the name, but only once the code was right', async () => {
    const known = person();
    await add(await signInAccount(app), known);
    const second = await signInAccount(app);
    const claimed = await claim(second, { ...known, name: '钱二' });
    expect(claimed.status).toBe(200);
    const code = await lastCodeTo(app, known.phone);
    const wrong = await confirm(second, claimed.body.claimId, notACodeOf(code));
    expect(wrong.error?.code).toBe('CODE_INVALID');
    const right = await confirm(second, claimed.body.claimId, code);
    expect(right.error?.code).toBe('IDENTITY_MISMATCH');
    expect((await app.call('listMyPatients', { as: second.as })).body.items).toEqual([]);
  });

  it('does not change what the record says', async () => {
    const known = person({ allergies: '海鲜' });
    await add(await signInAccount(app), known);
    const linked = await add(await signInAccount(app), { ...known, allergies: '无' });
    expect(linked.body.allergies).toBe('海鲜');
  });

  it('tells those who act for the person already, once', async () => {
    const first = await signInAccount(app);
    const known = person();
    await add(first, known);
    await app.relay();
    expect((await app.call('listMyMessages', { as: first.as })).body.items).toEqual([]);
    const second = await signInAccount(app);
    await add(second, known);
    await app.relay();
    const messages = (await app.call('listMyMessages', { as: first.as })).body.items;
    expect(messages).toMatchObject([{ kind: 'proxy-added', readAt: null }]);
    expect(messages[0]?.body).toContain('赵*诺');
    expect((await app.call('listMyMessages', { as: second.as })).body.items).toEqual([]);
    const sms = (await deliveriesOf(app, known.phone)).filter(({ kind }) => kind === 'proxy-added');
    expect(sms).toHaveLength(1);
  });

  it('pauses before another code and limits codes per day', async () => {
    const account = await signInAccount(app);
    const body = person();
    expect((await claim(account, body)).status).toBe(200);
    const soon = await claim(account, body);
    expect(soon.status).toBe(429);
    expect(Number(soon.headers.get('retry-after'))).toBeGreaterThan(0);
    await forgetResendPause();
    expect((await claim(account, body)).status).toBe(200);
    await app.sql.query(
      `insert into patient_claim (id, account_id, request_cipher, target_index, code_hash, created_at, expires_at)
       select gen_random_uuid(), $1, '', '', '', now() - interval '1 hour', now() from generate_series(1, 20)`,
      [account.accountId],
    );
    expect((await claim(account, person())).status).toBe(429);
  });
});

describe('at the same moment', () => {
  it('ten accounts that confirm one new person make one patient with ten proxies', async () => {
    const body = person();
    const accounts = await Promise.all(Array.from({ length: 10 }, () => signInAccount(app)));
    const claims: { account: TestAccount; claimId: string; code: string }[] = [];
    for (const account of accounts) {
      const { claimId } = (await claim(account, body)).body;
      claims.push({ account, claimId, code: await lastCodeTo(app, body.phone) });
    }
    const answers = await Promise.all(
      claims.map(({ account, claimId, code }) => confirm(account, claimId, code)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    const ids = new Set(answers.map(({ body }) => body.id));
    expect(ids.size).toBe(1);
    const { rows } = await app.sql.query<{ n: number }>(
      `select count(*)::int as n from proxy where patient_id = $1 and ended_at is null`,
      [[...ids][0]],
    );
    expect(rows[0]?.n).toBe(10);
  });

  it('only whose code reached the phone that got on file is linked; the others ask again', async () => {
    const number = aNumber();
    const claims = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const account = await signInAccount(app);
        const body = person({ identityNumber: number });
        const { claimId } = (await claim(account, body)).body;
        return { account, claimId, code: await lastCodeTo(app, body.phone), body };
      }),
    );
    const answers = await Promise.all(
      claims.map(({ account, claimId, code }) => confirm(account, claimId, code)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const loser = answers.findIndex(({ error }) => error?.code === 'CODE_INVALID');
    const winner = answers.findIndex(({ status }) => status === 200);
    await forgetResendPause();
    const again = await add(
      claims[loser]!.account,
      claims[loser]!.body,
      claims[winner]!.body.phone,
    );
    expect(again.body.id).toBe(answers[winner]!.body.id);
  });

  it('six claims of one account end in five patients', async () => {
    const account = await signInAccount(app);
    const claims: { claimId: string; code: string }[] = [];
    for (let i = 0; i < 6; i++) {
      const body = person({ relation: 'other' });
      const { claimId } = (await claim(account, body)).body;
      claims.push({ claimId, code: await lastCodeTo(app, body.phone) });
    }
    const answers = await Promise.all(
      claims.map(({ claimId, code }) => confirm(account, claimId, code)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
    expect(answers.filter(({ error }) => error?.code === 'PATIENT_LIMIT_REACHED')).toHaveLength(1);
    const { items } = (await app.call('listMyPatients', { as: account.as })).body;
    expect(items).toHaveLength(5);
    expect(items.filter(({ isDefault }) => isDefault)).toHaveLength(1);
    expect((await claim(account, person())).error?.code).toBe('PATIENT_LIMIT_REACHED');
  });
});
