import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  AppError,
  Database,
  Settings,
  type AccountActor,
  type KeptAnswer,
  type StaffActor,
} from '../../../kernel';
import { isDeskPaymentAllowed } from '../appointment.settings';
import { suspendedError } from '../credit/credit-standing';
import { BookingWindowReader, type BookingWindow } from '../availability';
import type { ClaimKind } from './claim.sql';
import { FullSlots } from './full-slots';

interface RefusedWish {
  kind: ClaimKind;
  channel: string;
  slotId: string;
  patientId: string;
}

interface Facts extends Record<string, unknown> {
  is_theirs: boolean;
  is_locked: boolean;
  suspended_until: Date | null;
  is_closed: boolean | null;
  is_active: boolean | null;
  starts_at: Date | null;
  ends_at: Date;
  release_at: Date;
  date: string;
  fee_fen: number;
  has_free: boolean;
  kept: KeptAnswer | null;
}

interface Refusal {
  error: AppError;
  /** Nothing stands against it but the moment: a place is free, or still locked by somebody's claim. */
  mayPass: boolean;
  /** What was made under the same key before. */
  kept: KeptAnswer | null;
}

/** Why a claim comes back empty: one cheap read that locks nothing. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ClaimRefusal {
  @Inject()
  database: Database;
  @Inject()
  settings: Settings;
  @Inject()
  fullSlots: FullSlots;
  @Inject()
  bookingWindowReader: BookingWindowReader;

  async of(actor: AccountActor | StaffActor, wish: RefusedWish): Promise<Refusal> {
    const window = await this.bookingWindowReader.now();
    const facts = await this.read(actor, wish, window.now);
    const kept = facts?.kept ?? null;
    const objection = await this.objection(actor, wish, facts, window);
    if (objection) return { error: objection, mayPass: false, kept };
    const mayPass = facts!.has_free;
    if (!mayPass) this.fullSlots.note(wish.slotId);
    return { error: new AppError('SLOT_FULL'), mayPass, kept };
  }

  private async objection(
    actor: AccountActor | StaffActor,
    wish: RefusedWish,
    facts: Facts | undefined,
    window: BookingWindow,
  ): Promise<AppError | null> {
    if (!facts?.is_theirs || facts.starts_at === null) return new AppError('NOT_FOUND');
    if (facts.is_locked) return new AppError('PATIENT_LOCKED');
    if (actor.kind === 'account' && facts.suspended_until) {
      return suspendedError(facts.suspended_until);
    }
    const isOpen = actor.kind === 'staff' ? isOpenToStaff(facts, window) : isOpenTo(facts, window);
    if (!isOpen) return new AppError('SLOT_NOT_OPEN');
    if (actor.kind === 'account' && !(await this.mayBePaid(facts, wish))) {
      return new AppError('PAYMENT_MODE_NOT_ALLOWED');
    }
    return null;
  }

  private async mayBePaid(facts: Facts, wish: RefusedWish): Promise<boolean> {
    if (wish.kind === 'hold') return facts.fee_fen > 0;
    return facts.fee_fen === 0 || (await this.settings.get(isDeskPaymentAllowed));
  }

  private async read(
    actor: AccountActor | StaffActor,
    wish: RefusedWish,
    now: Date,
  ): Promise<Facts | undefined> {
    const rows = await this.database.query<Facts>(
      `select ${actor.kind === 'staff' ? '$3::uuid is null' : 'exists (select from proxy where patient_id = p.id and account_id = $3 and ended_at is null)'} as is_theirs,
         (select suspended_until from patient_credit where patient_id = p.id and suspended_until > $5) as suspended_until,
         p.locked_at is not null as is_locked, s.is_closed, d.is_active and dp.is_active and b.is_active as is_active,
         s.starts_at, s.ends_at, s.release_at, s.date::text as date, s.fee_fen::float8 as fee_fen,
         exists (select from place where slot_id = s.id and state = 'free' and channel in ($4, 'any')) as has_free,
         (select json_build_object('operation', k.operation, 'fingerprint', k.fingerprint, 'state', k.state, 'body', k.body)
            from idempotency_key k where k.owner = $6 and k.key = $7) as kept
       from patient p
       left join slot s on s.id = $1
       left join doctor d on d.id = s.doctor_id
       left join department dp on dp.id = s.department_id
       left join branch b on b.id = s.branch_id
       where p.id = $2`,
      [
        wish.slotId,
        wish.patientId,
        actor.kind === 'staff' ? null : actor.accountId,
        wish.channel,
        now,
        actor.meta.idempotency?.owner ?? null,
        actor.meta.idempotency?.key ?? null,
      ],
      `claim-refusal-${actor.kind}`,
    );
    return rows[0];
  }
}

function isOpenToStaff(facts: Facts, { now }: BookingWindow): boolean {
  return !facts.is_closed && facts.ends_at > now;
}

function isOpenTo(facts: Facts, { now, today, lastDay }: BookingWindow): boolean {
  return (
    !facts.is_closed &&
    facts.is_active === true &&
    facts.starts_at !== null &&
    facts.starts_at > now &&
    facts.release_at <= now &&
    facts.date >= today &&
    facts.date <= lastDay
  );
}
