/** Figure 5: nobody reads or writes what is another patient's: every operation × every role × foreign ids. */
import { randomUUID } from 'node:crypto';
import {
  deviceKinds,
  operations,
  roles,
  type Operation,
  type Permission,
  type RoleId,
} from '@suizhen/contract';
import { roleTable } from '../../src/migrations/data/roles';
import type { Credentials } from '../../test/support/call';
import { aBranch, aDepartment, aPatient } from '../../test/support/clinic';
import { requestWithForeignIds } from '../../test/support/foreign-request';
import { endsSession } from '../../test/support/fuzzed-request';
import { aDevice, signInAccount, signInStaff } from '../../test/support/people';
import { aClinicAhead, inLanes } from '../crowd';
import { must, type Proof, type ProofRun } from '../proof';
import type { Scene } from '../scene';

/** Stands in no other record: where it is answered, something of the owner's got out. */
const ownersName = '欧阳不许看';

interface World {
  ownerId: string;
  patientId: string;
  /** Of the owner, by the names they have in requests. */
  foreign: Record<string, string>;
  callers: {
    who: string;
    role?: RoleId;
    by: 'account' | 'staff' | 'device' | 'anyone';
    as: Credentials;
  }[];
}

async function aWorld(scene: Scene): Promise<World> {
  const { app } = scene;
  const owner = await signInAccount(app);
  const clinic = await aClinicAhead(scene, { slots: 3, capacity: 2 });
  const { branchId, slotIds } = clinic;
  const patient = { name: ownersName, proxies: [owner.accountId], branchId };
  const patientId = await aPatient(app, patient);
  const second = await aPatient(app, patient);
  const held = await scene.call(0, 'holdPlace', {
    as: owner.as,
    body: { slotId: slotIds[0], patientId },
  });
  const order = { appointmentId: held.body.id, method: 'wechat-native' };
  const payment = await scene.call(0, 'createPayment', { as: owner.as, body: order });
  await scene.call(0, 'bookPlace', {
    as: owner.as,
    body: { slotId: slotIds[1], patientId: second },
  });
  const messageId = app.newId();
  await scene.sql.query(
    `insert into inbox_message (id, account_id, patient_id, kind, title, body, dedupe_key, created_at)
     values ($1, $2, $3, 'appointment-booked', '预约成功', $4, $5, $6)`,
    [messageId, owner.accountId, patientId, ownersName, randomUUID(), scene.now()],
  );
  const foreign = {
    patientId,
    appointmentId: held.body.id,
    holdId: held.body.hold!.id,
    paymentId: payment.body.id,
    messageId,
    slotId: slotIds[2]!,
    doctorId: clinic.doctorId,
    ...(await aWait(scene, owner.as, patientId)),
  };
  return { ownerId: owner.accountId, patientId, foreign, callers: await strangers(scene) };
}

async function aWait(scene: Scene, as: Credentials, patientId: string) {
  const { slotIds } = await aClinicAhead(scene, { slots: 1, capacity: 1 });
  const first = await signInAccount(scene.app);
  const other = await aPatient(scene.app, { proxies: [first.accountId] });
  const slotId = slotIds[0]!;
  await scene.call(0, 'bookPlace', { as: first.as, body: { slotId, patientId: other } });
  const body = { patientId, wish: { kind: 'slot', slotId } };
  const entry = await scene.call(0, 'joinWaitlist', { as, body });
  must(entry.status === 200, 'the owner cannot wait', entry.body);
  return { entryId: entry.body.id, offerId: randomUUID() };
}

/** An account of somebody else, each role in another branch, a display and a kiosk there, and nobody. */
async function strangers(scene: Scene): Promise<World['callers']> {
  const { app } = scene;
  const branchId = await aBranch(app);
  const departmentId = await aDepartment(app, branchId);
  const account = await signInAccount(app);
  await aPatient(app, { proxies: [account.accountId], branchId });
  const callers: World['callers'] = [
    { who: 'nobody', by: 'anyone', as: {} },
    { who: 'account', by: 'account', as: account.as },
  ];
  for (const kind of deviceKinds)
    callers.push({ who: kind, by: 'device', as: (await aDevice(app, { kind, branchId })).as });
  for (const role of roles) {
    const { as } = await signInStaff(app, { role, branchId, departmentId });
    callers.push({ who: role, role, by: 'staff', as });
  }
  return callers;
}

/** Who may do it everywhere in the hospital is no stranger to anything in it. */
function isAllowedEverywhere(role: RoleId | undefined, operation: Operation): boolean {
  const { access } = operation;
  if (!role || access.by !== 'staff' || !access.permission) return false;
  return grantsOf(role, access.permission).some((grant) => grant.scope === 'all');
}

function grantsOf(role: RoleId, permission: Permission) {
  return roleTable[role].grants.filter((grant) =>
    grant.resources.some((resource) =>
      grant.verbs.some((verb) => `${resource}.${verb}` === permission),
    ),
  );
}

/** Everything of the owner's, as one number per table. */
async function fingerprint({ sql }: Scene, { ownerId, patientId }: World): Promise<string> {
  const { rows } = await sql.query(
    `select
       (select string_agg(md5(x::text), ',' order by id) from patient x where name = $3) as patients,
       (select string_agg(md5(x::text), ',' order by id) from appointment x where account_id = $1) as appointments,
       (select string_agg(md5((x.id, x.state, x.amount_fen)::text), ',' order by id) from payment_order x where account_id = $1) as orders,
       (select string_agg(md5(x::text), ',' order by id) from inbox_message x where account_id = $1) as messages,
       (select string_agg(md5((x.id, x.state)::text), ',' order by id) from waitlist_entry x where patient_id = $2) as waits,
       (select string_agg(md5((x.id, x.account_id)::text), ',' order by id) from proxy x where account_id = $1 or patient_id = $2) as proxies`,
    [ownerId, patientId, ownersName],
  );
  return JSON.stringify(rows[0]);
}

/** What the seed gives, where chance finds something that fits. */
function requestFor({ foreign }: World, operation: Operation, seed: number) {
  try {
    return requestWithForeignIds(operation, foreign, seed);
  } catch {
    return requestWithForeignIds(operation, foreign);
  }
}

async function ask(
  scene: Scene,
  world: World,
  caller: World['callers'][number],
  operation: Operation,
  seed: number,
) {
  const request = requestFor(world, operation, seed);
  const answer = await scene.call(seed, operation.id, {
    ...(request.params ? { params: request.params } : {}),
    ...(request.query ? { query: request.query } : {}),
    ...(request.body === undefined ? {} : { body: request.body }),
    as: caller.as,
  });
  const what = `${caller.who} ${operation.id}`;
  must(answer.status < 500, `${what} answered ${answer.status}`, answer.body);
  const text = JSON.stringify(answer.body ?? '');
  must(!text.includes(ownersName), `${what} read what is another patient's`, answer.body);
  const { access } = operation;
  const isOther = access.by !== 'anyone' && access.by !== 'signature' && access.by !== caller.by;
  if (isOther) must(answer.status === 401, `${what} was let in`, answer.body);
  if (caller.by === 'account' && access.by === 'account' && access.owns)
    must(!!answer.error, `${what} did something with what is another's`, answer.body);
  if (
    caller.role &&
    access.by === 'staff' &&
    access.permission &&
    !grantsOf(caller.role, access.permission).length
  )
    must(answer.error?.code === 'FORBIDDEN', `${what} has no such right`, answer.body);
}

async function run({ scene, random, count, sabotage }: ProofRun): Promise<string> {
  const world = await aWorld(scene);
  await sabotage();
  const before = await fingerprint(scene, world);
  const matrix = (Object.values(operations) as Operation[])
    .filter(({ id, isStream }) => !endsSession.has(id) && !isStream)
    .flatMap((operation) =>
      world.callers
        .filter(({ role }) => !isAllowedEverywhere(role, operation))
        .map((caller) => ({ caller, operation })),
    );
  const calls: { caller: World['callers'][number]; operation: Operation; seed: number }[] = [];
  while (calls.length < count) {
    const seed = 1 + random.int(1_000);
    calls.push(...random.shuffle(matrix).map((each) => ({ ...each, seed })));
  }
  calls.length = count;
  await inLanes(6, calls, (each) => ask(scene, world, each.caller, each.operation, each.seed));
  const after = await fingerprint(scene, world);
  must(after === before, 'something of another patient was changed', { before, after });
  return `${count} calls of a matrix of ${matrix.length}: 0 reads, 0 writes across patients`;
}

export const access: Proof = {
  name: 'access',
  shows: 'nobody reads or writes what is another patient’s',
  unit: 'calls',
  counts: { small: 2_500, full: 100_000 },
  scene: { apis: 2, workers: 0 },
  sabotages: {
    // A row that makes the strangers of this hospital everybody's family.
    'stray-proxy': async (scene) => {
      await scene.sql.query(
        `insert into proxy (id, account_id, patient_id, relation, created_at)
         select gen_random_uuid(), a.id, p.id, 'self', $2 from account a, patient p
          where p.name = $1 and not exists (select from proxy x where x.account_id = a.id and x.patient_id = p.id)`,
        [ownersName, scene.now()],
      );
    },
  },
  run,
};
