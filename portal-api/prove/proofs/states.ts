/** Figure 7: the appointment keeps to its states, one command after another and two at once. */
import { waitUntil } from '../../dev/postgres';
import { signInStaff } from '../../test/support/people';
import { PayFault } from '../../dev/simulators/wechat-pay/pay-fault';
import type { Credentials } from '../../test/support/call';
import { aClinicAhead, aCrowd, inLanes, type Person } from '../crowd';
import { countOf, requireOneVisitEach, requireTruePlaces } from '../invariants';
import { attempt } from '../outcome';
import { must, type Proof, type ProofRun } from '../proof';
import type { Random } from '../random';
import { hostileTrigger } from '../sabotage';
import type { Scene } from '../scene';
import { commands, endings, type Command, type State, type World } from './appointment-model';

const steps = 50;
const batch = 200;

/** One patient's history against the model. */
class History {
  private world: World = { target: 'none', fresh: undefined };
  private id: string | undefined;
  private holdId: string | undefined;
  private readonly told: string[] = [];

  constructor(
    private readonly scene: Scene,
    private readonly person: Person,
    private readonly desk: Credentials,
    private readonly slotId: string,
  ) {}

  async run(random: Random): Promise<void> {
    for (let n = 0; n < steps;) {
      const size = random.chance(0.3) ? 2 : 1;
      const those = Array.from({ length: size }, () => random.pick(commands));
      await this.step(those, random);
      n += size;
    }
  }

  private async step(those: readonly Command[], random: Random): Promise<void> {
    const possible = endings(this.world, those);
    const made = await Promise.all(those.map((command) => this.act(command, random.int(2))));
    const fresh = made.find((outcome) => typeof outcome === 'object');
    const done = made.map((outcome) => outcome !== false);
    const found: World = {
      target: await this.stateOf(this.id),
      fresh: fresh && (await this.stateOf(fresh.id)),
    };
    this.told.push(`${those.join('+')} → ${done.join('+')} ${found.fresh ?? found.target}`);
    const isPossible = possible.some(
      (ending) =>
        ending.world.target === found.target &&
        ending.world.fresh === found.fresh &&
        ending.done.every((each, n) => each === done[n]),
    );
    must(isPossible, `the state machine was left by ${those.join(' and ')}`, {
      before: this.world,
      found,
      done,
      story: this.told.slice(-8),
    });
    if (fresh) {
      this.id = fresh.id;
      this.holdId = fresh.holdId;
    }
    this.world = { target: found.fresh ?? found.target, fresh: undefined };
  }

  /** @returns what was made, or whether it went through */
  private async act(
    command: Command,
    n: number,
  ): Promise<boolean | { id: string; holdId: string | undefined }> {
    const { scene, id, slotId } = this;
    const { as, patientId } = this.person;
    if (command === 'hold' || command === 'book') {
      const operation = command === 'hold' ? 'holdPlace' : 'bookPlace';
      const made = await attempt(scene, n, operation, { as, body: { slotId, patientId } });
      return made.kind === 'done' && { id: made.body.id, holdId: made.body.hold?.id };
    }
    if (!id || (command === 'release' && !this.holdId)) return false;
    const params = { appointmentId: id };
    const isDone = async (call: Promise<{ kind: string }>) => (await call).kind === 'done';
    switch (command) {
      case 'release':
        return isDone(attempt(scene, n, 'releaseHold', { as, params: { holdId: this.holdId! } }));
      case 'confirm':
        return isDone(attempt(scene, n, 'chooseDeskPayment', { as, params }));
      case 'cancel':
        return isDone(
          attempt(scene, n, 'cancelMyAppointment', { as, params, body: { reason: 'other' } }),
        );
      case 'cancel-by-staff':
        return isDone(
          attempt(scene, n, 'cancelAppointment', {
            as: this.desk,
            params,
            body: { reason: 'other' },
          }),
        );
      case 'pay-at-desk':
        return isDone(
          attempt(scene, n, 'takeDeskPayment', { as: this.desk, params, body: { method: 'cash' } }),
        );
      case 'pay-online':
        return this.payOnline(n, id);
    }
  }

  private async payOnline(n: number, appointmentId: string): Promise<boolean> {
    const body = { appointmentId, method: 'wechat-native' };
    const opened = await attempt(this.scene, n, 'createPayment', { as: this.person.as, body });
    if (opened.kind !== 'done' || opened.body.state === 'paid') return false;
    const paid = await this.payOrder(opened.body.paymentNo);
    if (!paid) return false;
    const { notice } = paid;
    const status = notice.attempts.at(-1)?.status;
    must(status === 204 || status === 200, `a payment was answered ${status}`);
    return true;
  }

  /** Null: the other command of this step paid the same order a moment before. */
  private async payOrder(paymentNo: string) {
    try {
      return await this.scene.simulators.wechatPay.orders.pay(paymentNo, true);
    } catch (error) {
      if (error instanceof PayFault && error.code === 'NOT_PAYABLE') return null;
      throw error;
    }
  }

  private async stateOf(id: string | undefined): Promise<State> {
    if (!id) return 'none';
    const { rows } = await this.scene.sql.query<{ status: string; fee_state: string; way: string }>(
      `select a.status, a.fee_state, (select o.method from payment_order o where o.appointment_id = a.id
          and o.state = 'paid'
          and not exists (select from refund r where r.payment_id = o.id)) as way from appointment a where a.id = $1`,
      [id],
    );
    const { status, fee_state, way } = rows[0]!;
    if (status !== 'booked') return status as State;
    if (fee_state !== 'paid') return 'desk';
    return way === 'wechat-native' ? 'paid-online' : 'paid-at-desk';
  }
}

/** Every paid order is a live appointment or goes back. */
async function requireTrueMoney(scene: Scene, slotIds: readonly string[]): Promise<void> {
  const astray = `from payment_order o join appointment a on a.id = o.appointment_id
    where a.slot_id = any($1) and ((o.state = 'paid' and a.status not in ('booked', 'arrived'))
      or (a.fee_state = 'paid' and a.status = 'booked' and 1 <> (select count(*) from payment_order k
            where k.appointment_id = a.id and k.state = 'paid')))`;
  const isSettled = await waitUntil(
    async () => (await countOf(scene.sql, astray, [slotIds])) === 0,
    40_000,
    500,
  );
  must(isSettled, 'money that is neither a visit nor on its way back');
}

async function run({ scene, random, count, sabotage }: ProofRun): Promise<string> {
  await sabotage();
  for (let from = 0; from < count; from += batch) {
    const size = Math.min(batch, count - from);
    const { slotIds, branchId } = await aClinicAhead(scene, { slots: 1, capacity: size * 2 });
    const desk = await signInStaff(scene.app, { role: 'front-desk', branchId });
    await inLanes(6, await aCrowd(scene, size), async (person, n) => {
      const history = new History(scene, person, desk.as, slotIds[0]!);
      await history.run(random.fork(`history ${from + n}`));
    });
    await requireTruePlaces(scene.sql, slotIds);
    await requireOneVisitEach(scene.sql, slotIds);
    await requireTrueMoney(scene, slotIds);
  }
  return `${count} histories of ${steps} commands, alone and in pairs: every one as the model says`;
}

/** What is cancelled comes back to life. */
const undead = hostileTrigger(
  'appointment',
  'before update',
  `if new.status = 'cancelled' and old.status = 'booked' and extract(microseconds from clock_timestamp())::int % 3 = 0
   then new.status := 'booked'; end if; return new;`,
);

export const states: Proof = {
  name: 'states',
  shows: 'the appointment keeps to its states, sequentially and in parallel',
  unit: 'histories of 50 commands',
  counts: { small: 20, full: 10_000 },
  scene: { apis: 2, workers: 1 },
  sabotages: { undead },
  run,
};
