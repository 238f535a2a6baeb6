/** Figure 4: of what WeChat Pay tells, each payment is credited once, and nothing that is forged. */
import { randomUUID } from 'node:crypto';
import { sleep, waitUntil } from '../../dev/postgres';
import type { PayNotice } from '../../dev/simulators/control';
import { noticeMessage } from '../../dev/simulators/wechat-pay/notifier';
import { aClinicAhead, aCrowd, inLanes } from '../crowd';
import { countOf } from '../invariants';
import { must, type Proof, type ProofRun } from '../proof';
import type { Random } from '../random';
import { hostileTrigger } from '../sabotage';
import type { Scene } from '../scene';

const batch = 400;

/** What happens to one order at WeChat Pay. */
type Fate = 'paid' | 'lost' | 'forged' | 'wrong-amount';

interface Order {
  appointmentId: string;
  paymentNo: string;
  fate: Fate;
}

interface Letter {
  order: Order;
  notice: Pick<PayNotice, 'id' | 'eventType' | 'originalType' | 'resource'>;
  kind: 'genuine' | 'forged' | 'wrong-amount';
  delayMs: number;
}

const answersTo: Record<Letter['kind'], number[]> = {
  genuine: [200, 204],
  forged: [401],
  'wrong-amount': [409],
};

/** Held places with an open payment, made as a patient makes them. */
async function makeOrders(scene: Scene, random: Random, size: number): Promise<Order[]> {
  const { slotIds } = await aClinicAhead(scene, { slots: 1, capacity: size });
  const orders: Order[] = [];
  await inLanes(8, await aCrowd(scene, size), async ({ as, patientId }, n) => {
    const held = await scene.call(n, 'holdPlace', { as, body: { slotId: slotIds[0], patientId } });
    const body = { appointmentId: held.body.id, method: 'wechat-native' };
    const { status, body: payment } = await scene.call(n, 'createPayment', { as, body });
    if (status !== 200) throw new Error(`createPayment answered ${status}`);
    orders[n] = { appointmentId: held.body.id, paymentNo: payment.paymentNo, fate: 'paid' };
  });
  for (const order of orders) {
    order.fate = random.weighted({ paid: 8, lost: 1, forged: 0.5, 'wrong-amount': 0.5 });
  }
  return orders;
}

/** Five letters of each, some of them false ones about orders that nobody paid. */
async function lettersOf(scene: Scene, random: Random, order: Order): Promise<Letter[]> {
  const { orders } = scene.simulators.wechatPay;
  const isPaid = order.fate === 'paid' || order.fate === 'lost';
  if (isPaid) scene.simulators.faults.set({ simulator: 'wechat-pay', kind: 'lost', count: 1 });
  const paid = isPaid ? await orders.pay(order.paymentNo) : undefined;
  const resource = paid?.notice.resource ?? claimOf(scene, order.paymentNo);
  const notice = {
    id: paid?.notice.id ?? randomUUID(),
    eventType: 'TRANSACTION.SUCCESS',
    originalType: 'transaction' as const,
    resource,
  };
  const letter = (kind: Letter['kind']): Letter => ({
    order,
    kind,
    notice: kind === 'wrong-amount' ? withAmount(notice, random.pick([1, 2_499, 2_501])) : notice,
    delayMs: random.int(120),
  });
  const kind = order.fate === 'paid' ? 'genuine' : order.fate;
  const letters = kind === 'lost' ? [] : Array.from({ length: 5 }, () => letter(kind));
  // A tenth of those that are paid are lied about as well.
  if (order.fate === 'paid' && random.chance(0.1)) letters.push(letter('forged'));
  return letters;
}

/** What a liar would write about an order that was not paid. */
function claimOf(scene: Scene, paymentNo: string): Record<string, unknown> {
  const { orders } = scene.simulators.wechatPay;
  const success_time = scene.now().toISOString();
  const seen = orders.view(orders.require(paymentNo));
  const amount = { total: 2_500, payer_total: 2_500, currency: 'CNY', payer_currency: 'CNY' };
  const transaction_id = `4299${paymentNo}`;
  return { ...seen, trade_state: 'SUCCESS', transaction_id, success_time, amount };
}

function withAmount(notice: Letter['notice'], total: number): Letter['notice'] {
  const amount = { ...(notice.resource['amount'] as object), total, payer_total: total };
  return { ...notice, id: randomUUID(), resource: { ...notice.resource, amount } };
}

async function deliver(scene: Scene, letter: Letter, n: number): Promise<void> {
  await sleep(letter.delayMs);
  const { identity } = scene.simulators.wechatPay;
  const message = noticeMessage(identity, letter.notice, scene.now(), letter.kind === 'forged');
  const url = `${scene.url(n)}/api/callbacks/wechat-pay/payments`;
  const { status } = await fetch(url, { method: 'POST', ...message });
  const isRight = answersTo[letter.kind].includes(status);
  must(isRight, `a ${letter.kind} notification was answered ${status}`, letter.order);
}

/** Every paid order credited once, in all books; no other. */
async function requireOneCreditEach(scene: Scene, orders: readonly Order[]): Promise<void> {
  const { rows } = await scene.sql.query<{
    payment_no: string;
    state: string;
    told: number;
    status: string;
    fee_state: string;
    confirmed: number;
  }>(
    `select o.payment_no, o.state, a.status, a.fee_state,
       (select count(*)::int from outbox x where x.event = 'payment.succeeded' and x.payload ->> 'paymentId' = o.id::text) as told,
       (select count(*)::int from hold h where h.appointment_id = a.id and h.state = 'confirmed') as confirmed
     from payment_order o join appointment a on a.id = o.appointment_id where o.payment_no = any($1)`,
    [orders.map((order) => order.paymentNo)],
  );
  const found = new Map(rows.map((row) => [row.payment_no, row]));
  for (const order of orders) {
    const row = found.get(order.paymentNo);
    const isPaid = order.fate === 'paid' || order.fate === 'lost';
    const right = isPaid
      ? row?.state === 'paid' && row.status === 'booked' && row.fee_state === 'paid'
      : row?.state !== 'paid' && row?.fee_state === 'unpaid';
    must(right, isPaid ? 'a payment was not credited' : 'a forged payment was credited', {
      order,
      row,
    });
    const credits = isPaid ? 1 : 0;
    must(row?.told === credits, `credited ${row?.told} times instead of ${credits}`, {
      order,
      row,
    });
    must(row.confirmed === credits, 'a place was confirmed without its payment', { order, row });
  }
}

async function oneBatch({ scene, random }: ProofRun, size: number): Promise<number> {
  const orders = await makeOrders(scene, random, size);
  const letters: Letter[] = [];
  for (const order of orders) letters.push(...(await lettersOf(scene, random, order)));
  await inLanes(24, random.shuffle(letters), (letter, n) => deliver(scene, letter, n));
  // What no letter told is found by asking, which begins some minutes later.
  await scene.advance(5);
  const isFound = await waitUntil(
    async () =>
      (await countOf(
        scene.sql,
        `from payment_order where state <> 'paid' and payment_no = any($1)`,
        [orders.filter(({ fate }) => fate === 'lost').map(({ paymentNo }) => paymentNo)],
      )) === 0,
    40_000,
    250,
  );
  must(isFound, 'a payment whose notification was lost was not found by asking');
  await requireOneCreditEach(scene, orders);
  return letters.length;
}

async function run(proof: ProofRun): Promise<string> {
  await proof.sabotage();
  let letters = 0;
  for (let from = 0; from < proof.count; from += batch) {
    letters += await oneBatch(proof, Math.min(batch, proof.count - from));
  }
  return `${proof.count} payments, ${letters} notifications: one credit each, none from a false one`;
}

/** A second program writes the same credit again. */
const doubleEntry = hostileTrigger(
  'outbox',
  'after insert',
  `if new.event = 'payment.succeeded' and pg_trigger_depth() = 1 then
     insert into outbox (id, created_at, event, payload) values (gen_random_uuid(), new.created_at, new.event, new.payload);
   end if; return new;`,
);

/** An order counts as paid as soon as anybody asks about it. */
const credulous = hostileTrigger(
  'payment_order',
  'before update',
  `if new.state = 'paying' and new.next_query_at <> old.next_query_at then new.state := 'paid'; end if; return new;`,
);

export const notifications: Proof = {
  name: 'notifications',
  shows: 'each payment credited once, whatever is told how often in which order',
  unit: 'payments',
  counts: { small: 60, full: 10_000 },
  scene: { apis: 2, workers: 1 },
  sabotages: { 'double-entry': doubleEntry, credulous },
  run,
};
