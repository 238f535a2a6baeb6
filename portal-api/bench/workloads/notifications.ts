import { createCipheriv, createSign, randomBytes, randomUUID } from 'node:crypto';
import { realTime } from '../../src/kernel/clock';
import { compare, type Comparison } from '../compare';
import { makeClinic, makePatients } from '../fixtures';
import { load, type PlannedRequest } from '../load';
import type { Stage } from '../stage';

const clients = 16;
const amountFen = 2500;

interface Notification {
  headers: Record<string, string>;
  body: string;
}

/** W8: signed, encrypted notifications, every fifth sent twice. The floor verifies, decrypts and writes. */
export async function notifications(
  stage: Stage,
  rounds: number,
  perRound: number,
): Promise<Comparison> {
  const fresh = Math.ceil(perRound / 1.25);
  const numbers = await makeHeldOrders(stage, fresh * rounds);
  await makeThinPayments(stage, numbers);
  // Signed shortly before they are sent: a signature older than five minutes counts for nothing.
  const plan = (round: number) =>
    withRepeats(numbers.slice(round * fresh, (round + 1) * fresh).map((no) => sign(stage, no)));
  const plans = new Map<number, Notification[]>();
  const planned = (round: number) => {
    const made = plans.get(round) ?? plan(round);
    plans.set(round, made);
    return made;
  };
  const send = (port: number, path: string) => (round: number) =>
    load({
      port,
      clients,
      expectStatus: [200, 204],
      requests: planned(round).map(({ headers, body }): PlannedRequest => ({
        method: 'POST',
        path,
        headers,
        body,
      })),
    });
  const comparison = await compare({
    name: 'W8 payment notifications, 20 % twice',
    floor: 'Koa + pg with the same cryptography',
    goal: 0.5,
    rounds,
    product: send(stage.productPort, '/api/callbacks/wechat-pay/payments'),
    floorRun: send(stage.thinPort, '/notify'),
  });
  await requireOneCreditEach(stage, numbers.length);
  return comparison;
}

/** Appointments whose place is held while their payment is open, as the product itself would have left them. */
async function makeHeldOrders(stage: Stage, count: number): Promise<string[]> {
  const capacity = 25;
  const clinic = await makeClinic(stage, Math.ceil(count / capacity), capacity);
  const patients = await makePatients(stage, count);
  const expires = new Date(realTime.now().getTime() + 3_600_000);
  const prefix = `B${randomBytes(4).toString('hex')}`;
  await stage.sql.query(
    `with wanted as (
       select patient_id, n, ($2::uuid[])[1 + (n - 1) / $3] as slot_id, 1 + (n - 1) % $3 as number,
         gen_random_uuid() as appointment_id, gen_random_uuid() as hold_id
       from unnest($1::uuid[]) with ordinality as x (patient_id, n)
     ), made as (
       insert into appointment (id, appointment_no, patient_id, channel, slot_id, place_number, doctor_id,
         department_id, branch_id, date, period, starts_at, ends_at, status, exclusivity_key, fee_fen, fee_state,
         check_in_code, created_at)
       select w.appointment_id, $4 || w.n, w.patient_id, 'wechat', s.id, w.number, s.doctor_id, s.department_id,
         s.branch_id, s.date, s.period, s.starts_at, s.ends_at, 'pending', $4 || w.n, 2500, 'unpaid', $4 || w.n, $5
       from wanted w join slot s on s.id = w.slot_id
     ), held as (
       insert into hold (id, slot_id, place_number, appointment_id, state, created_at, expires_at)
       select hold_id, slot_id, number, appointment_id, 'active', $5, $6 from wanted
     ), taken as (
       update place p set state = 'held', hold_id = w.hold_id, appointment_id = w.appointment_id
       from wanted w where p.slot_id = w.slot_id and p.number = w.number
     )
     insert into payment_order (id, payment_no, appointment_id, patient_id, method, state, amount_fen, description,
       created_at, expires_at)
     select gen_random_uuid(), $4 || w.n, w.appointment_id, w.patient_id, 'wechat-native', 'paying', $7, '挂号费', $5, $6
     from wanted w`,
    [patients, clinic.slotIds, capacity, prefix, realTime.now(), expires, amountFen],
  );
  await stage.sql.query('analyze appointment, hold, place, payment_order');
  return Array.from({ length: count }, (_, i) => `${prefix}${i + 1}`);
}

async function makeThinPayments(stage: Stage, numbers: readonly string[]): Promise<void> {
  await stage.sql.query(`
    create table thin_payment (payment_no text primary key, paid_at timestamptz);
    create table thin_event (id text primary key);
    grant all on thin_payment, thin_event to suizhen_app`);
  await stage.sql.query(`insert into thin_payment (payment_no) select unnest($1::text[])`, [
    numbers,
  ]);
}

/** Every fourth again, a little later: a fifth of what is sent is a repeat. */
function withRepeats(list: readonly Notification[]): Notification[] {
  return list.flatMap((each, i) => (i % 4 === 3 ? [each, list[i - 2]!] : [each]));
}

function sign(stage: Stage, paymentNo: string): Notification {
  const { pay } = stage;
  const success = {
    appid: pay.appId,
    mchid: pay.mchId,
    out_trade_no: paymentNo,
    transaction_id: `42${paymentNo}`,
    trade_type: 'NATIVE',
    trade_state: 'SUCCESS',
    trade_state_desc: '支付成功',
    success_time: realTime.now().toISOString(),
    payer: { openid: 'openid' },
    amount: { total: amountFen, payer_total: amountFen, currency: 'CNY', payer_currency: 'CNY' },
  };
  const nonce = randomBytes(6).toString('hex');
  const cipher = createCipheriv('aes-256-gcm', pay.apiV3Key, nonce);
  cipher.setAAD(Buffer.from('transaction'));
  const sealed = Buffer.concat([
    cipher.update(JSON.stringify(success), 'utf8'),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  const body = JSON.stringify({
    id: randomUUID(),
    create_time: success.success_time,
    resource_type: 'encrypt-resource',
    event_type: 'TRANSACTION.SUCCESS',
    summary: '支付成功',
    resource: {
      original_type: 'transaction',
      algorithm: 'AEAD_AES_256_GCM',
      ciphertext: sealed.toString('base64'),
      associated_data: 'transaction',
      nonce,
    },
  });
  const timestamp = String(Math.floor(realTime.now().getTime() / 1000));
  const signature = createSign('RSA-SHA256')
    .update(`${timestamp}\n${nonce}\n${body}\n`)
    .sign(pay.platformKey, 'base64');
  return {
    body,
    headers: {
      'Wechatpay-Timestamp': timestamp,
      'Wechatpay-Nonce': nonce,
      'Wechatpay-Serial': pay.publicKeyId,
      'Wechatpay-Signature': signature,
    },
  };
}

async function requireOneCreditEach(stage: Stage, expected: number): Promise<void> {
  const { rows } = await stage.sql.query<Record<'paid' | 'confirmed' | 'told', number>>(`
    select (select count(*) from payment_order where state = 'paid')::int as paid,
      (select count(*) from hold where state = 'confirmed')::int as confirmed,
      (select count(*) from outbox where event = 'payment.succeeded')::int as told`);
  for (const [what, count] of Object.entries(rows[0]!)) {
    if (count !== expected) throw new Error(`${expected} orders were paid, ${count} ${what}`);
  }
}
