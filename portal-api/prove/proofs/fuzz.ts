/** Figure 6: whatever is sent, the answer is one that the contract declares. */
import {
  deviceKinds,
  errorStatus,
  operations,
  type ErrorCode,
  type Operation,
} from '@suizhen/contract';
import fc from 'fast-check';
import { declaredErrors } from '../../src/web/openapi';
import type { Credentials } from '../../test/support/call';
import { aBranch } from '../../test/support/clinic';
import {
  endsSession,
  fuzzedRequest,
  urlOf,
  type FuzzedRequest,
} from '../../test/support/fuzzed-request';
import { aDevice, signInAccount, signInStaff } from '../../test/support/people';
import { aClinicAhead, inLanes } from '../crowd';
import { must, type Proof, type ProofRun } from '../proof';
import type { Scene } from '../scene';

type Senders = Record<Operation['access']['by'], Credentials[]>;

async function signIn(scene: Scene): Promise<Senders> {
  const { app } = scene;
  await aClinicAhead(scene, { slots: 2, capacity: 5 });
  const branchId = await aBranch(app);
  const senders: Senders = { anyone: [{}], signature: [{}], account: [], staff: [], device: [] };
  senders.account.push((await signInAccount(app)).as);
  for (const role of ['super-admin', 'manager', 'front-desk'] as const)
    senders.staff.push((await signInStaff(app, { role })).as);
  for (const kind of deviceKinds) senders.device.push((await aDevice(app, { kind, branchId })).as);
  return senders;
}

async function send(scene: Scene, senders: Senders, operation: Operation, request: FuzzedRequest) {
  const hasBody = operation.body !== undefined;
  const key = request.key && /^[\x20-\x7e]+$/.test(request.key) ? request.key : undefined;
  const those = senders[operation.access.by];
  const response = await fetch(urlOf(scene.url(request.pick), operation, request), {
    method: operation.method,
    redirect: 'manual',
    headers: {
      ...(hasBody ? { 'content-type': 'application/json' } : {}),
      ...(key ? { 'idempotency-key': key } : {}),
      ...those[request.pick % those.length],
    },
    ...(hasBody ? { body: JSON.stringify(request.body ?? null) } : {}),
  });
  // A stream that was opened never ends by itself.
  const text =
    operation.isStream && response.ok ? await cancelled(response) : await response.text();
  return { status: response.status, text, isJson: isJson(response) };
}

async function cancelled(response: Response): Promise<string> {
  await response.body?.cancel();
  return '';
}

const isJson = (response: Response): boolean =>
  response.headers.get('content-type')?.includes('json') ?? false;

function judge(
  operation: Operation,
  request: FuzzedRequest,
  answer: { status: number; text: string; isJson: boolean },
): void {
  const { status, text } = answer;
  const { id } = operation;
  must(status < 500, `${id} answered ${status}`, { text, request });
  must(!/node_modules|\.ts:\d|QueryFailed|syntax error/.test(text), `${id} told its insides`, text);
  if (status < 300) {
    if (operation.isStream || !answer.isJson) return;
    const fits = operation.response?.safeParse(JSON.parse(text));
    must(fits?.success !== false, `${id} answered off its schema`, fits?.error?.issues);
    return;
  }
  must(answer.isJson, `${id} answered ${status} without the error shape`, { text, request });
  const { error } = JSON.parse(text) as { error?: { code: ErrorCode; message: string } };
  must(error !== undefined, `${id} answered ${status} in another shape`, text);
  const isDeclared = declaredErrors(operation).includes(error.code);
  must(isDeclared, `${id} answered ${error.code}, which it does not declare`, request);
  must(status === errorStatus[error.code], `${id} answered ${error.code} with ${status}`);
}

async function run({ scene, random, count, sabotage }: ProofRun): Promise<string> {
  const senders = await signIn(scene);
  await sabotage();
  let requests = 0;
  await inLanes(4, Object.values(operations) as Operation[], async (operation) => {
    if (endsSession.has(operation.id) && !operation.body) return;
    const seed = random.fork(operation.id).seed;
    for (const request of fc.sample(fuzzedRequest(operation), { numRuns: count, seed })) {
      judge(operation, request, await send(scene, senders, operation, request));
      requests += 1;
    }
  });
  return `${requests} requests to every operation: 0 5xx, nothing undeclared, nothing off schema`;
}

export const fuzz: Proof = {
  name: 'fuzz',
  shows: 'whatever is sent, the answer is one that the contract declares',
  unit: 'requests per operation',
  counts: { small: 3, full: 50 },
  scene: { apis: 2, workers: 0 },
  sabotages: {
    'missing-column': async (scene) => {
      await scene.sql.query('alter table department rename group_name to group_title');
    },
    'strange-value': async (scene) => {
      await scene.sql
        .query(`update department set name = null where name is not null`)
        .catch(() =>
          scene.sql.query(
            `alter table department alter name drop not null; update department set name = null`,
          ),
        );
    },
  },
  run,
};
