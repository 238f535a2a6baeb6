import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  AppError,
  Database,
  Settings,
  Together,
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

/** Of whom is asked, as the statement takes it. */
interface Asked {
  slot_id: string;
  patient_id: string;
  /** Null: staff book for anybody. */
  account_id: string | null;
  channel: string;
  key_owner: string | null;
  key: string | null;
}

interface Facts extends Record<string, unknown> {
  /** Which of the asked, from 1. */
  turn: number;
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

/**
 * Why a claim comes back empty: one cheap read that locks nothing. When hundreds press for the last place,
 * those of one moment are read together.
 */
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

  private readonly together = new Together<Asked, Facts>({
    apart: (asked) => asked,
    run: (asked) => this.read(asked),
  });

  async of(actor: AccountActor | StaffActor, wish: RefusedWish): Promise<Refusal> {
    const window = await this.bookingWindowReader.now();
    const facts = await this.facts(actor, wish);
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

  /** Staff ask inside their transaction, and so alone. */
  private async facts(
    actor: AccountActor | StaffActor,
    wish: RefusedWish,
  ): Promise<Facts | undefined> {
    const key = actor.meta.idempotency;
    const asked: Asked = {
      slot_id: wish.slotId,
      patient_id: wish.patientId,
      account_id: actor.kind === 'staff' ? null : actor.accountId,
      channel: wish.channel,
      key_owner: key?.owner ?? null,
      key: key?.key ?? null,
    };
    if (actor.kind === 'account') return this.together.join(asked);
    return (await this.read([asked])).get(asked);
  }

  private async read(asked: readonly Asked[]): Promise<Map<Asked, Facts>> {
    const { now } = await this.bookingWindowReader.now();
    const rows = await this.database.query<Facts>(
      factsSql,
      [...askedColumns.map((name) => asked.map((one) => one[name])), now],
      'claim-refusals',
    );
    return new Map(rows.map((facts) => [asked[facts.turn - 1]!, facts]));
  }
}

const askedColumns = [
  'slot_id',
  'patient_id',
  'account_id',
  'channel',
  'key_owner',
  'key',
] as const satisfies readonly (keyof Asked)[];

/** One look per wish, by keys; a plan made for many together might read whole tables. */
const factsSql = `
select w.turn::int as turn, facts.*
  from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[])
         with ordinality as w (${askedColumns.join(', ')}, turn)
 cross join lateral (
  select w.account_id is null or exists (
           select from proxy where patient_id = p.id and account_id = w.account_id and ended_at is null) as is_theirs,
         (select suspended_until from patient_credit where patient_id = p.id and suspended_until > $7) as suspended_until,
         p.locked_at is not null as is_locked, s.is_closed, d.is_active and dp.is_active and b.is_active as is_active,
         s.starts_at, s.ends_at, s.release_at, s.date::text as date, s.fee_fen::float8 as fee_fen,
         exists (select from place where slot_id = s.id and state = 'free' and channel in (w.channel, 'any')) as has_free,
         (select json_build_object('operation', k.operation, 'fingerprint', k.fingerprint, 'state', k.state, 'body', k.body)
            from idempotency_key k where k.owner = w.key_owner and k.key = w.key) as kept
    from patient p
    left join slot s on s.id = w.slot_id
    left join doctor d on d.id = s.doctor_id
    left join department dp on dp.id = s.department_id
    left join branch b on b.id = s.branch_id
   where p.id = w.patient_id
  offset 0
 ) facts`;

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
