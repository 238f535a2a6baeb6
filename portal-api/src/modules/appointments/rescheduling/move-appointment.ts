import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { DeskPaymentMethod } from '@suizhen/contract';
import {
  addMinutes,
  AppError,
  Audit,
  KernelContext,
  newId,
  Settings,
  type Actor,
  type Tx,
} from '../../../kernel';
import { Policy } from '../../identity';
import { Payments } from '../../payments';
import { holdMinutes, isDeskPaymentAllowed } from '../appointment.settings';
import { Appointments, type LockedAppointment } from '../ending/appointment.repository';
import { FreedPlaces, type FreedPlace } from '../places';
import { requireTill } from '../staff/require-till';
import { AbandonMove } from './abandon-move';
import { CompleteMove } from './complete-move';
import { planMoney, type MoneyPlan } from './move-money';
import { MoveRules } from './move-rules';
import { MoveTargets, type MoveTarget } from './move-target';
import { Reschedules, type MoveKind } from './reschedules.repository';

export interface Move {
  appointmentId: string;
  slotId: string;
  kind: MoveKind;
  reason?: string;
  /** The house asked for it: a dearer visit costs the patient no more. */
  waivesDifference?: boolean;
  /** Neither the count nor the cut-off nor the span of a patient's own moves. */
  ignoresLimits?: boolean;
  /** How a difference is taken at the desk; null: it stays to be paid. */
  payment?: DeskPaymentMethod | null;
}

export interface MoveOutcome {
  rescheduleId: string;
  state: 'completed' | 'awaiting-payment';
}

/**
 * Moves a visit to another slot: the same appointment gets another place. The new place is taken before
 * the old one is given back, in one transaction; whatever refuses it leaves everything as it was.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class MoveAppointment {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;
  @Inject()
  payments: Payments;
  @Inject()
  appointments: Appointments;
  @Inject()
  freedPlaces: FreedPlaces;
  @Inject()
  moveRules: MoveRules;
  @Inject()
  moveTargets: MoveTargets;
  @Inject()
  reschedules: Reschedules;
  @Inject()
  completeMove: CompleteMove;
  @Inject()
  abandonMove: AbandonMove;

  /**
   * Who may do it is the caller's to check.
   * @throws NOT_FOUND, INVALID_STATE, RESCHEDULE_NOT_ALLOWED, SLOT_NOT_OPEN, SLOT_FULL, ALREADY_BOOKED
   */
  async run(tx: Tx, actor: Actor, move: Move): Promise<MoveOutcome> {
    const appointment = await this.appointments.lock(tx, move.appointmentId);
    if (!appointment) throw new AppError('NOT_FOUND');
    const target = await this.moveTargets.require(tx, actor, move.slotId);
    await this.moveRules.require(appointment, target, move);
    if (await this.completeMove.isExcluded(tx, appointment, target.id)) {
      throw new AppError('ALREADY_BOOKED');
    }
    const freed = await this.abandonMove.run(tx, actor, appointment);
    const plan = await this.plan(tx, actor, appointment, target, move);
    if (plan.waitsForMoney)
      return this.holdNew(tx, actor, { appointment, target, move, plan, freed });
    return this.moveNow(tx, actor, { appointment, target, move, plan, freed });
  }

  private async plan(
    tx: Tx,
    actor: Actor,
    appointment: LockedAppointment,
    target: MoveTarget,
    move: Move,
  ): Promise<MoneyPlan> {
    const plan = planMoney({
      oldFeeFen: appointment.fee_fen,
      feeState: appointment.fee_state,
      paidFen: await this.payments.paidFen(tx, appointment.id),
      newFeeFen: target.fee_fen,
      waivesDifference: move.waivesDifference ?? false,
      isSelfService: actor.kind !== 'staff',
      isDeskPaymentAllowed: await this.settings.get(isDeskPaymentAllowed),
      isTakenNow: Boolean(move.payment),
    });
    const isByHand =
      plan.refundFen > 0 && (await this.payments.isDeskMoney(tx, appointment.id, plan.refundFen));
    if (isByHand && actor.kind === 'staff') requireTill(this.policy, actor, appointment);
    if (isByHand && actor.kind !== 'staff') {
      throw new AppError('RESCHEDULE_NOT_ALLOWED', {
        message: '已在医院前台缴费，改到费用较低的时段请到前台办理',
      });
    }
    return plan;
  }

  private async moveNow(tx: Tx, actor: Actor, work: Work): Promise<MoveOutcome> {
    const { appointment, target, move, plan, freed } = work;
    const number = await this.claim(tx, actor, work, { state: 'sold', holdId: null });
    const rescheduleId = await this.write(tx, work, number, null);
    await this.completeMove.run(tx, actor, appointment, {
      rescheduleId,
      kind: move.kind,
      to: { slotId: target.id, number },
      feeFen: plan.feeFen,
      feeState: plan.feeState,
      freed,
    });
    await this.settleMoney(tx, actor, work);
    return { rescheduleId, state: 'completed' };
  }

  /** Dearer: the new place waits for the difference, and the old one is still theirs. */
  private async holdNew(tx: Tx, actor: Actor, work: Work): Promise<MoveOutcome> {
    const { appointment, target, freed } = work;
    const now = this.kernelContext.clock.now();
    const expiresAt = addMinutes(now, await this.settings.get(holdMinutes));
    const hold = { id: newId(now), expiresAt };
    const number = await this.claim(tx, actor, work, { state: 'held', holdId: hold.id });
    const place = { slotId: target.id, number, appointmentId: appointment.id };
    await this.reschedules.hold(tx, { ...hold, ...place });
    const rescheduleId = await this.write(tx, work, number, hold);
    await this.audit.record(
      actor,
      {
        action: 'appointment.hold-move',
        resourceKind: 'appointment',
        resourceId: appointment.id,
        patientId: appointment.patient_id,
        detail: { rescheduleId, to: target.id },
      },
      tx,
    );
    await this.freedPlaces.settle(tx, freed);
    return { rescheduleId, state: 'awaiting-payment' };
  }

  /** Two places are locked in the order of their rosters, so that an edit of a roster blocks nobody. */
  private async claim(
    tx: Tx,
    actor: Actor,
    { appointment, target }: Work,
    wish: { state: 'held' | 'sold'; holdId: string | null },
  ): Promise<number> {
    const old = await this.moveTargets.read(tx, appointment.slot_id);
    const isOldFirst = !old || orderOf(old) <= orderOf(target);
    if (isOldFirst) await this.moveTargets.lockOld(tx, appointment);
    const place = { ...wish, appointmentId: appointment.id };
    const number = await this.moveTargets.claim(tx, actor, target, place);
    if (!isOldFirst) await this.moveTargets.lockOld(tx, appointment);
    return number;
  }

  private async write(
    tx: Tx,
    { appointment, target, move, plan }: Work,
    number: number,
    hold: { id: string; expiresAt: Date } | null,
  ): Promise<string> {
    const id = newId(this.kernelContext.clock.now());
    await this.reschedules.insert(tx, {
      id,
      appointmentId: appointment.id,
      kind: move.kind,
      from: {
        slotId: appointment.slot_id,
        number: appointment.place_number,
        startsAt: appointment.starts_at,
        feeFen: appointment.fee_fen,
      },
      to: { slotId: target.id, number, feeFen: plan.feeFen },
      dueFen: hold ? plan.dueFen : 0,
      hold,
      reason: move.reason ?? '',
    });
    return id;
  }

  private async settleMoney(
    tx: Tx,
    actor: Actor,
    { appointment, move, plan }: Work,
  ): Promise<void> {
    if (plan.refundFen > 0) {
      await this.payments.giveBack(tx, actor, appointment.id, '改约差价退还', plan.refundFen);
    }
    const isTaken = plan.dueFen > 0 && plan.feeState === 'paid' && move.payment;
    if (isTaken && move.payment && actor.kind === 'staff') {
      await this.payments.takeAtDesk(tx, actor, {
        appointmentId: appointment.id,
        patientId: appointment.patient_id,
        amountFen: plan.dueFen,
        method: move.payment,
      });
    }
  }
}

interface Work {
  appointment: LockedAppointment;
  target: MoveTarget;
  move: Move;
  plan: MoneyPlan;
  freed: readonly FreedPlace[];
}

function orderOf(slot: { roster_id: string; starts_at: Date }): string {
  return `${slot.roster_id} ${slot.starts_at.toISOString()}`;
}
