/**
 * Every field of every operation is fuzzed from its own schema: no 5xx, no stack trace, only declared
 * codes in the one error shape. `FUZZ_CASES` sets the cases per operation, `FUZZ_SEED` replays a run.
 */
import {
  deviceKinds,
  errorStatus,
  operations,
  type ErrorCode,
  type Operation,
} from '@suizhen/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSimulators, type Simulators } from '../../dev/simulators/start';
import { declaredErrors } from '../../src/web/openapi';
import { startTestApp, type Credentials, type TestApp } from '../support/app';
import { endsSession, fuzzedRequest, urlOf } from '../support/fuzzed-request';
import { testFolder } from '../support/folders';
import { aBranch } from '../support/clinic';
import { aDevice, signInAccount, signInStaff } from '../support/people';

const cases = Number(process.env.FUZZ_CASES ?? 25);
const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
const all = Object.values(operations) as Operation[];

const staffRoles = ['super-admin', 'manager', 'front-desk', 'nurse', 'doctor'] as const;

let app: TestApp;
let account: Credentials;
const staff: Credentials[] = [];
const devices: Credentials[] = [];
let simulators: Simulators;

beforeAll(async () => {
  simulators = await startSimulators({ dir: testFolder() });
  app = await startTestApp({ env: simulators.environment(9) });
  account = (await signInAccount(app)).as;
  const branchId = await aBranch(app);
  for (const kind of deviceKinds) devices.push((await aDevice(app, { kind, branchId })).as);
  for (const role of staffRoles) staff.push((await signInStaff(app, { role })).as);
});
afterAll(async () => {
  await app?.close();
  await simulators?.close();
});

function credentialsFor(operation: Operation, pick: number): Credentials {
  if (operation.access.by === 'account') return account;
  if (operation.access.by === 'staff') return staff[pick % staff.length]!;
  if (operation.access.by === 'device') return devices[pick % devices.length]!;
  return {};
}

describe(`every operation, fuzzed (seed ${seed})`, () => {
  it.each(all.map((operation) => [operation.id, operation] as const))(
    '%s',
    async (_, operation) => {
      const allowed = declaredErrors(operation);
      const property = fc.asyncProperty(fuzzedRequest(operation), async (request) => {
        if (endsSession.has(operation.id) && operation.access.by !== 'anyone' && !operation.body)
          return;
        const hasBody = operation.body !== undefined;
        const key = request.key && /^[\x20-\x7e]+$/.test(request.key) ? request.key : undefined;
        const response = await fetch(urlOf(app.url, operation, request), {
          method: operation.method,
          redirect: 'manual',
          headers: {
            ...(hasBody ? { 'content-type': 'application/json' } : {}),
            ...(key ? { 'idempotency-key': key } : {}),
            ...credentialsFor(operation, request.pick),
          },
          ...(hasBody ? { body: JSON.stringify(request.body ?? null) } : {}),
        });
        // A stream that was opened never ends by itself.
        if (operation.isStream && response.ok) return response.body?.cancel();
        const text = await response.text();
        expect(response.status, text).toBeLessThan(500);
        expect(text).not.toMatch(/node_modules|\.ts:\d|QueryFailed|syntax error/);
        if (response.status < 300 || (operation.isDownload && response.status === 302)) return;
        const { error } = JSON.parse(text) as {
          error: { code: ErrorCode; message: string; requestId: string };
        };
        expect(allowed, `${operation.id} answered ${error.code}`).toContain(error.code);
        expect(response.status).toBe(errorStatus[error.code]);
        expect(error.message).toMatch(/[\u4e00-\u9fff]/);
        expect(error.requestId).toBeTruthy();
      });
      await fc.assert(property, { numRuns: cases, seed, endOnFailure: true });
    },
  );
});
