import { afterAll, beforeAll, expect, it, vi, type MockInstance } from 'vitest';
import { startTestApp, type TestApp } from '../../../test/support/app';
import { signInAccount, signInStaff } from '../../../test/support/people';
import { ActorResolverHolder } from './gateway';
import type { ActorResolver } from './sign-in';

/** A tenth of every budget: thirty bad tokens a minute. */
const allowed = 30;
let app: TestApp;
let lookUps: MockInstance<ActorResolver['staff']>;

beforeAll(async () => {
  app = await startTestApp({ env: { TRUSTED_PROXIES: '1', RATE_LIMIT_FACTOR: '0.1' } });
  lookUps = vi.spyOn((await app.get(ActorResolverHolder)).resolver, 'staff');
});
afterAll(() => app?.close());

let made = 0;
const badToken = () => ({ cookie: `suizhen_staff=${String(++made).padStart(43, 'x')}` });
const ask = (as: Record<string, string>, address: string) =>
  app.call('getStaffSession', { as: { ...as, 'x-forwarded-for': address } });

it('made-up tokens stop at their address before the database is asked', async () => {
  const address = '203.0.113.1';
  const { as } = await signInStaff(app, { role: 'front-desk' });
  expect((await ask(as, address)).status).toBe(200);
  for (let tries = 0; tries < allowed; tries++) {
    expect((await ask(badToken(), address)).status).toBe(401);
  }
  lookUps.mockClear();
  const refused = await ask(badToken(), address);
  expect(refused.error?.code).toBe('RATE_LIMITED');
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(lookUps).not.toHaveBeenCalled();
  // Colleagues behind the same address who are at work go on; other addresses are not concerned.
  expect((await ask(as, address)).status).toBe(200);
  expect((await ask(badToken(), '203.0.113.2')).status).toBe(401);
});

it('a page that comes back with the same dead token is looked up once', async () => {
  const dead = badToken();
  lookUps.mockClear();
  for (let tries = 0; tries < 5; tries++) {
    expect((await ask(dead, '203.0.113.3')).status).toBe(401);
  }
  expect(lookUps).toHaveBeenCalledOnce();
});

it('a token opens only what it was given for', async () => {
  const { as } = await signInAccount(app);
  const token = as.authorization!.slice('Bearer '.length);
  const at = '203.0.113.4';
  expect((await ask({ cookie: `suizhen_staff=${token}` }, at)).status).toBe(401);
  const mine = await app.call('getAccount', { as: { ...as, 'x-forwarded-for': at } });
  expect(mine.status).toBe(200);
});
