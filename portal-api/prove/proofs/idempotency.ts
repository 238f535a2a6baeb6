/** Figure 3: a call sent five times at once has one effect and one answer; another body is refused. */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { OperationId } from '@suizhen/contract';
import type { CallOptions } from '../../test/support/call';
import { aClinicAhead, aCrowd, inLanes, type Person } from '../crowd';
import { countOf, requireTruePlaces } from '../invariants';
import { settled } from '../outcome';
import { must, type Proof, type ProofRun } from '../proof';
import { hostileTrigger } from '../sabotage';
import type { Scene } from '../scene';

const batch = 200;

type Wish = CallOptions & { idempotencyKey: string };

/** Five at once over all processes: five times the same answer. @returns its body */
async function fiveTimes<K extends OperationId>(scene: Scene, id: K, wish: Wish) {
  // A machine that is busy elsewhere may make one of them a 503, which asks to be sent again.
  const answers = await Promise.all([0, 1, 2, 3, 4].map((n) => settled(scene, n, id, wish)));
  const bodies = answers.map((answer) => {
    must(answer.kind === 'done', `${id}: one of five calls with one key was refused`, answer);
    return answer.body;
  });
  for (const body of bodies) {
    const isSame = isDeepStrictEqual(body, bodies[0]);
    must(isSame, `${id}: five calls with one key got different answers`, [bodies[0], body]);
  }
  return bodies[0]!;
}

async function refusesOtherBody(scene: Scene, id: OperationId, wish: Wish, body: unknown) {
  const other = await scene.call(1, id, { ...wish, body });
  must(
    other.error?.code === 'IDEMPOTENCY_KEY_REUSED',
    `${id}: another body under the same key was not refused`,
    other.body,
  );
}

async function booking(
  scene: Scene,
  person: Person,
  slotIds: readonly string[],
  id: 'bookPlace' | 'holdPlace',
) {
  const { as, patientId } = person;
  const wish = { as, body: { slotId: slotIds[0], patientId }, idempotencyKey: randomUUID() };
  const body = await fiveTimes(scene, id, wish);
  await refusesOtherBody(scene, id, wish, { slotId: slotIds[1], patientId });
  const made = await countOf(scene.sql, 'from appointment where patient_id = $1', [patientId]);
  must(made === 1, `${id}: five calls made ${made} appointments`);
  return body;
}

async function payment(scene: Scene, person: Person, appointmentId: string): Promise<void> {
  const order = { appointmentId, method: 'wechat-native' };
  const wish = { as: person.as, body: order, idempotencyKey: randomUUID() };
  const { paymentNo } = await fiveTimes(scene, 'createPayment', wish);
  await refusesOtherBody(scene, 'createPayment', wish, { ...order, method: 'wechat-jsapi' });
  const made = await countOf(scene.sql, 'from payment_order where appointment_id = $1', [
    appointmentId,
  ]);
  must(made === 1, `createPayment: five calls made ${made} orders`);
  must(
    scene.simulators.wechatPay.orders.current(paymentNo) !== undefined,
    'the payment company does not know the order',
  );
}

async function cancelling(scene: Scene, person: Person, appointmentId: string): Promise<void> {
  const params = { appointmentId };
  const wish = { as: person.as, params, body: { reason: 'other' }, idempotencyKey: randomUUID() };
  await fiveTimes(scene, 'cancelMyAppointment', wish);
  const told = await countOf(
    scene.sql,
    `from outbox where event = 'appointment.cancelled' and payload ->> 'appointmentId' = $1`,
    [appointmentId],
  );
  must(told === 1, `cancelMyAppointment: five calls were told ${told} times`);
}

async function run({ scene, count, sabotage }: ProofRun): Promise<string> {
  await sabotage();
  let calls = 0;
  for (let from = 0; from < count; from += batch * 4) {
    const size = Math.min(batch, Math.ceil((count - from) / 4));
    const { slotIds } = await aClinicAhead(scene, { slots: 2, capacity: size * 2 });
    const crowd = await aCrowd(scene, size * 2);
    // Each person stands for two calls: a booking that is cancelled, or a hold that is paid.
    await inLanes(4, crowd, async (person, n) => {
      if (n % 2) {
        const held = await booking(scene, person, slotIds, 'holdPlace');
        await payment(scene, person, held.id);
      } else {
        const booked = await booking(scene, person, slotIds, 'bookPlace');
        await cancelling(scene, person, booked.id);
      }
      calls += 2;
    });
    await requireTruePlaces(scene.sql, slotIds);
  }
  return `${calls} calls five times at once: one effect, one answer; another body refused`;
}

/** Keys are not kept, as by a clean-up that runs too eagerly. */
const forgottenKeys = hostileTrigger('idempotency_key', 'before insert', 'return null;');

export const idempotency: Proof = {
  name: 'idempotency',
  shows: 'five calls at once with one key: one effect, one answer',
  unit: 'calls',
  counts: { small: 80, full: 10_000 },
  scene: { apis: 2, workers: 0 },
  sabotages: { 'forgotten-keys': forgottenKeys },
  run,
};
