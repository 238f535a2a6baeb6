import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Channel, OperationId } from '@suizhen/contract';
import {
  AppError,
  Database,
  Idempotency,
  isKeyTaken,
  KernelContext,
  newCode,
  newId,
  pgErrorCode,
  realTime,
  Settings,
  violatedConstraint,
  type AccountActor,
  type StaffActor,
} from '../../../kernel';
import { exclusivity, holdMinutes, isDeskPaymentAllowed } from '../appointment.settings';
import { BookingWindowReader } from '../availability';
import type { AppointmentView } from '../reading/appointment-view';
import { claimStatement, type ClaimKind, type ClaimParameters } from './claim.sql';
import { ClaimRefusal } from './claim-refusal';
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
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;
  @Inject()
  idempotency: Idempotency;
  @Inject()
  bookingWindowReader: BookingWindowReader;
  @Inject()
  claimRefusal: ClaimRefusal;
  @Inject()
  fullSlots: FullSlots;

  /**
   * @returns the appointment as it was made, also to a repeat under the same key
   * @throws SLOT_FULL, SLOT_NOT_OPEN, ALREADY_BOOKED, NOT_FOUND, PATIENT_LOCKED, IDEMPOTENCY_KEY_REUSED
   */
  async run(actor: AccountActor | StaffActor, wish: ClaimWish): Promise<AppointmentView> {
    if (this.fullSlots.wasFull(wish.slotId) && !(await this.hasFree(wish))) {
      return this.refused(actor, wish, () => new AppError('SLOT_FULL'));
    }
    for (let attempt = 1; ; attempt++) {
      try {
        const view = await this.claim(actor, wish);
        if (view) return view;
        return await this.refused(actor, wish, async () =>
          this.claimRefusal.of(actor, wish, await this.bookingWindowReader.now()),
        );
      } catch (error) {
        // Staff book inside a transaction: that as a whole is run again.
        if (attempt < 3 && actor.kind === 'account' && isPassing(error)) continue;
        if (violatedConstraint(error) === 'appointment_exclusive') {
          return this.refused(actor, wish, () => new AppError('ALREADY_BOOKED', { cause: error }));
        }
        if (isKeyTaken(error)) {
          return this.refused(actor, wish, () => new AppError('IDEMPOTENCY_IN_PROGRESS'));
        }
        throw error;
      }
    }
  }

  /** A place may be locked by a claim that is about to fail: the second look waits to see. */
  private async claim(
    actor: AccountActor | StaffActor,
    wish: ClaimWish,
  ): Promise<AppointmentView | undefined> {
    const parameters = await this.parameters(actor, wish);
    const side = actor.kind === 'account' ? 'portal' : 'staff';
    for (const isWaiting of [false, true]) {
      const statement = claimStatement(wish.kind, side, isWaiting);
      const rows = await this.database.query<{ answer: AppointmentView }>(
        statement.text,
        statement.values(parameters),
        statement.name,
      );
      if (rows[0]) return rows[0].answer;
    }
    return undefined;
  }

  /** Whatever refused it: the same key for the same wish still gets what was made under it. */
  private async refused(
    actor: AccountActor | StaffActor,
    wish: ClaimWish,
    reason: () => AppError | Promise<AppError>,
  ): Promise<AppointmentView> {
    const key = actor.meta.idempotency;
    const kept = key && (await this.idempotency.find(key));
    if (key && kept) return this.idempotency.answerOf<AppointmentView>(kept, wish.operation, key);
    throw await reason();
  }

  private async hasFree(wish: ClaimWish): Promise<boolean> {
    const rows = await this.database.query(
      `select 1 from place where slot_id = $1 and state = 'free' and channel in ($2, 'any') limit 1`,
      [wish.slotId, wish.channel],
      'claim-look',
    );
    return rows.length > 0;
  }

  private async parameters(
    actor: AccountActor | StaffActor,
    wish: ClaimWish,
  ): Promise<ClaimParameters> {
    const window = await this.bookingWindowReader.now();
    const { now } = window;
    const holdMs = (await this.settings.get(holdMinutes)) * 60_000;
    const isStaff = actor.kind === 'staff';
    const key = actor.meta.idempotency;
    return {
      slotId: wish.slotId,
      patientId: wish.patientId,
      accountId: isStaff ? null : actor.accountId,
      staffId: isStaff ? actor.staffId : null,
      channel: wish.channel,
      now,
      today: window.today,
      lastDay: window.lastDay,
      isDeskPaymentAllowed: await this.settings.get(isDeskPaymentAllowed),
      exclusivity: await this.settings.get(exclusivity),
      appointmentId: newId(now),
      numberPrefix: window.today.replaceAll('-', '').slice(2),
      checkInCode: newCode(10),
      holdId: newId(now),
      holdExpiresAt: new Date(now.getTime() + holdMs),
      auditId: newId(now),
      actorKind: actor.kind,
      actorId: isStaff ? actor.staffId : actor.accountId,
      actorName: isStaff ? actor.name : '',
      actorRole: isStaff ? (actor.roles[0] ?? '') : '',
      auditAction: wish.kind === 'hold' ? 'appointment.hold' : 'appointment.create',
      address: actor.meta.address || null,
      requestId: actor.meta.requestId,
      outboxId: newId(now),
      keyOwner: key?.owner ?? null,
      key: key?.key ?? null,
      keyOperation: wish.operation,
      keyFingerprint: key?.fingerprint ?? null,
      realNow: realTime.now(),
    };
  }
}

function isPassing(error: unknown): boolean {
  return passing.has(pgErrorCode(error) ?? '') || randomCodes.has(violatedConstraint(error) ?? '');
}
