import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Channel, OperationId } from '@suizhen/contract';
import {
  AppError,
  Idempotency,
  isKeyTaken,
  KernelContext,
  type KeptAnswer,
  newCode,
  newId,
  pgErrorCode,
  violatedConstraint,
  type AccountActor,
  type StaffActor,
} from '../../../kernel';
import type { AppointmentView } from '../reading/appointment-view';
import type { ClaimKind, ClaimWishRow } from './claim.sql';
import { ClaimRefusal } from './claim-refusal';
import { ClaimTogether } from './claim-together';
import { FullSlots } from './full-slots';

export interface ClaimWish {
  kind: ClaimKind;
  operation: OperationId;
  channel: Channel;
  slotId: string;
  patientId: string;
}

/** PostgreSQL asks to run the statement again; or two random codes were the same. */
const passing = new Set(['40001', '40P01']);
const randomCodes = new Set(['appointment_check_in_code', 'appointment_appointment_no_key']);

/**
 * Takes a place for a patient: one statement when it goes well. Reasons are looked for only after a
 * refusal; a slot that was full a moment ago is looked at before anything is locked.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ClaimPlace {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  claimTogether: ClaimTogether;
  @Inject()
  idempotency: Idempotency;
  @Inject()
  claimRefusal: ClaimRefusal;
  @Inject()
  fullSlots: FullSlots;

  /**
   * @returns the appointment as it was made, also to a repeat under the same key
   * @throws SLOT_FULL, SLOT_NOT_OPEN, ALREADY_BOOKED, NOT_FOUND, PATIENT_LOCKED, IDEMPOTENCY_KEY_REUSED
   */
  async run(actor: AccountActor | StaffActor, wish: ClaimWish): Promise<AppointmentView> {
    if (this.fullSlots.wasFull(wish.slotId)) {
      const refusal = await this.claimRefusal.of(actor, wish);
      if (!refusal.mayPass) return this.keptOr(actor, wish, refusal.kept, refusal.error);
    }
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.claim(actor, wish);
      } catch (error) {
        // Staff book inside a transaction: that as a whole is run again.
        if (attempt < 3 && actor.kind === 'account' && isPassing(error)) continue;
        if (violatedConstraint(error) === 'appointment_exclusive') {
          return this.refused(actor, wish, new AppError('ALREADY_BOOKED', { cause: error }));
        }
        if (isKeyTaken(error)) {
          return this.refused(actor, wish, new AppError('IDEMPOTENCY_IN_PROGRESS'));
        }
        throw error;
      }
    }
  }

  /** A place may be locked by a claim that is about to fail: where one looks free, the second try waits to see. */
  private async claim(actor: AccountActor | StaffActor, wish: ClaimWish): Promise<AppointmentView> {
    const row = this.rowOf(actor, wish);
    const side = actor.kind === 'staff' ? 'staff' : 'portal';
    const { kind } = wish;
    const first =
      side === 'staff'
        ? await this.claimTogether.alone(kind, side, false, row)
        : await this.claimTogether.join(kind, row);
    if (first) return first;
    const refusal = await this.claimRefusal.of(actor, wish);
    const second = refusal.mayPass && (await this.claimTogether.alone(kind, side, true, row));
    return second || this.keptOr(actor, wish, refusal.kept, refusal.error);
  }

  /** Whatever refused it: the same key for the same wish still gets what was made under it. */
  private async refused(
    actor: AccountActor | StaffActor,
    wish: ClaimWish,
    error: AppError,
  ): Promise<AppointmentView> {
    const key = actor.meta.idempotency;
    return this.keptOr(actor, wish, key && (await this.idempotency.find(key)), error);
  }

  private keptOr(
    actor: AccountActor | StaffActor,
    wish: ClaimWish,
    kept: KeptAnswer | null | undefined,
    error: AppError,
  ): AppointmentView {
    const key = actor.meta.idempotency;
    if (key && kept) return this.idempotency.answerOf<AppointmentView>(kept, wish.operation, key);
    throw error;
  }

  private rowOf(actor: AccountActor | StaffActor, wish: ClaimWish): ClaimWishRow {
    const now = this.kernelContext.clock.now();
    const isStaff = actor.kind === 'staff';
    const key = actor.meta.idempotency;
    return {
      slot_id: wish.slotId,
      patient_id: wish.patientId,
      account_id: isStaff ? null : actor.accountId,
      staff_id: isStaff ? actor.staffId : null,
      channel: wish.channel,
      appointment_id: newId(now),
      check_in_code: newCode(10),
      hold_id: newId(now),
      audit_id: newId(now),
      actor_kind: actor.kind,
      actor_id: isStaff ? actor.staffId : actor.accountId,
      actor_name: isStaff ? actor.name : '',
      actor_role: isStaff ? (actor.roles[0] ?? '') : '',
      address: actor.meta.address || null,
      request_id: actor.meta.requestId,
      outbox_id: newId(now),
      key_owner: key?.owner ?? null,
      key: key?.key ?? null,
      key_operation: wish.operation,
      key_fingerprint: key?.fingerprint ?? null,
    };
  }
}

function isPassing(error: unknown): boolean {
  return passing.has(pgErrorCode(error) ?? '') || randomCodes.has(violatedConstraint(error) ?? '');
}
