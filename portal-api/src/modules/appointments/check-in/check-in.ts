import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { CheckInMethod } from '@suizhen/contract';
import {
  AppError,
  Audit,
  KernelContext,
  Outbox,
  Settings,
  UnitOfWork,
  type Actor,
  type Tx,
} from '../../../kernel';
import { Appointments } from '../ending/appointment.repository';
import { keyBehind, orderKeyOf } from '../queue/queue-order';
import { Queues } from '../queue/queues';
import { CheckInFactsReader, type CheckInFacts } from './check-in-facts';
import { checkInStateAt } from './check-in.rules';
import { isPaymentRequiredFirst, lateGoesBehind } from './check-in.settings';

/** Arriving: the visit is marked and its entry stands in the queue, both or neither. Repeating it changes nothing. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CheckIn {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  outbox: Outbox;
  @Inject()
  appointments: Appointments;
  @Inject()
  queues: Queues;
  @Inject()
  checkInFacts: CheckInFactsReader;

  /**
   * Who may do so was checked before, and how one proved to be here.
   * @throws CHECK_IN_NOT_OPEN, CLINIC_SUSPENDED, PAYMENT_REQUIRED_FIRST, INVALID_STATE
   */
  async run(actor: Actor, appointmentId: string, method: CheckInMethod): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      await this.appointments.take(tx, appointmentId);
      const facts = await this.checkInFacts.of(tx, appointmentId);
      if (!facts) throw new AppError('NOT_FOUND');
      if (facts.status === 'arrived' && (await this.queues.entryOf(tx, appointmentId))) return;
      const isLate = await this.requireOpen(facts, method);
      await this.requirePaid(facts);
      await this.arrive(tx, actor, facts, { method, isLate });
    });
  }

  /** @returns whether it is late */
  private async requireOpen(facts: CheckInFacts, method: CheckInMethod): Promise<boolean> {
    if (facts.status !== 'booked') throw new AppError('INVALID_STATE');
    if (facts.is_suspended) throw new AppError('CLINIC_SUSPENDED');
    // Also the desk cannot: who stands before the doctor must have a number.
    if (facts.is_awaited) {
      throw new AppError('INVALID_STATE', { message: '医院还没有确认这个号，确认后才能签到' });
    }
    const { clock } = this.kernelContext;
    if (facts.date !== clock.today()) throw new AppError('CHECK_IN_NOT_OPEN');
    const window = await this.checkInFacts.windowOf(facts);
    const state = checkInStateAt(window, clock.now());
    // The desk sees the patient and decides.
    if (method !== 'desk' && state === 'too-early') throw new AppError('CHECK_IN_NOT_OPEN');
    if (method !== 'desk' && state === 'closed') {
      throw new AppError('CHECK_IN_NOT_OPEN', { message: '自助签到已结束，请到前台办理' });
    }
    return clock.now() > window.lateAfter;
  }

  private async requirePaid(facts: CheckInFacts): Promise<void> {
    const isOwed = facts.fee_state === 'unpaid' || facts.fee_state === 'pay-at-desk';
    if (isOwed && (await this.settings.get(isPaymentRequiredFirst))) {
      throw new AppError('PAYMENT_REQUIRED_FIRST');
    }
  }

  private async arrive(
    tx: Tx,
    actor: Actor,
    facts: CheckInFacts,
    { method, isLate }: { method: CheckInMethod; isLate: boolean },
  ): Promise<void> {
    const { id: appointmentId, patient_id: patientId, roster_id: rosterId } = facts;
    await this.queues.lock(tx, rosterId);
    if (!(await this.appointments.move(tx, appointmentId, 'arrived'))) {
      throw new AppError('INVALID_STATE');
    }
    const entryId = await this.queues.add(tx, {
      rosterId,
      appointmentId,
      patientId,
      number: facts.place_number,
      method,
      isLate,
      orderKey: await this.orderKey(tx, facts, isLate),
    });
    const detail = { method, isLate };
    await this.queues.note(tx, actor, rosterId, { kind: 'checked-in', entryId, detail });
    await this.audit.record(
      actor,
      {
        action: 'appointment.arrive',
        resourceKind: 'appointment',
        resourceId: appointmentId,
        patientId,
        detail,
      },
      tx,
    );
    await this.outbox.append(tx, 'appointment.checked-in', { appointmentId });
  }

  private async orderKey(tx: Tx, facts: CheckInFacts, isLate: boolean): Promise<number> {
    const own = orderKeyOf(facts.starts_at, facts.place_number);
    if (!isLate) return own;
    const waiting = await this.queues.entriesIn(tx, facts.roster_id, ['waiting']);
    return keyBehind(waiting, await this.settings.get(lateGoesBehind), own);
  }
}
