import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Channel } from '@suizhen/contract';
import {
  AppError,
  Audit,
  namedSql,
  newId,
  Outbox,
  Settings,
  UnitOfWork,
  violatedConstraint,
  type Actor,
  type Tx,
} from '../../../kernel';
import { exclusivityKeySql } from '../booking/exclusivity-key';
import { fittingTypes, isOfferable, type FittingRules } from './fitting.sql';
import { isWaitlistOpen, waitlistLimit } from './waitlist.settings';
import { WaitlistLocks } from './waitlist-locks';
import { WaitlistRules } from './waitlist-rules';
import { Waitlist } from './waitlist.repository';
import { Wishes, type Wish, type WishOf } from './wish';

export interface Joining {
  patientId: string;
  channel: Channel;
  wish: WishOf;
  accountId: string | null;
  staffId: string | null;
}

interface Outlook extends Record<string, unknown> {
  is_locked: boolean;
  has_visit: boolean;
  entries: number;
  slots: number;
  open_slots: number;
  fitting_slots: number;
  has_free: boolean;
}

const sameWish = `s.doctor_id = :doctorId and s.date between :from and :to
  and (:period is null or s.period = :period) and (:slotId is null or s.id = :slotId)`;

const outlookSql = namedSql(
  `with wished as (
     select s.id, ${isOfferable} as is_open,
       exists (select from appointment a where a.status in ('pending', 'booked', 'arrived')
          and a.exclusivity_key = ${exclusivityKeySql(':exclusivity', ':patientId', 's')}) as is_excluded
       from slot s where ${sameWish} and s.starts_at > :now)
   select p.locked_at is not null as is_locked,
     exists (select from appointment a where a.patient_id = p.id and a.status in ('booked', 'arrived')
        and a.doctor_id = :doctorId and a.date between :from and :to and (:period is null or a.period = :period))
        as has_visit,
     (select count(*)::int from waitlist_entry e
       where e.patient_id = p.id and e.state in ('waiting', 'offered')) as entries,
     (select count(*)::int from wished) as slots,
     (select count(*)::int from wished where is_open) as open_slots,
     (select count(*)::int from wished where is_open and not is_excluded) as fitting_slots,
     exists (select from wished w join place pl on pl.slot_id = w.id
        where w.is_open and not w.is_excluded and pl.state = 'free' and pl.channel in (:channel, 'any')) as has_free
   from patient p where p.id = :patientId`,
  {
    ...fittingTypes,
    patientId: 'uuid',
    channel: 'text',
    doctorId: 'uuid',
    from: 'date',
    to: 'date',
    period: 'text',
    slotId: 'uuid',
  },
);

/**
 * Puts a patient on the waitlist. Alone in the doctor's line: whatever comes free is either seen here or
 * sees the entry.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class JoinWaitlist {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  settings: Settings;
  @Inject()
  audit: Audit;
  @Inject()
  outbox: Outbox;
  @Inject()
  wishes: Wishes;
  @Inject()
  waitlist: Waitlist;
  @Inject()
  waitlistLocks: WaitlistLocks;
  @Inject()
  waitlistRules: WaitlistRules;

  /**
   * @returns the entry's id
   * @throws WAITLIST_CLOSED, ALREADY_WAITING, NOTHING_TO_WAIT_FOR, ALREADY_BOOKED, PATIENT_LOCKED
   */
  async run(actor: Actor, joining: Joining): Promise<string> {
    if (!(await this.settings.get(isWaitlistOpen))) throw new AppError('WAITLIST_CLOSED');
    const wish = await this.wishes.read(joining.wish);
    return this.unitOfWork.run(async (tx) => {
      await this.waitlistLocks.joining(tx, joining.patientId, wish.doctorId);
      const rules = await this.waitlistRules.fitting();
      await this.requireSense(tx, joining, wish, rules);
      const id = await this.insert(tx, joining, wish, rules.now);
      await this.waitlist.receipt(tx, id, 'joined');
      await this.audit.record(
        actor,
        {
          action: 'waitlist.join',
          resourceKind: 'waitlist',
          resourceId: id,
          patientId: joining.patientId,
          detail: { target: wish.target, doctorId: wish.doctorId },
        },
        tx,
      );
      await this.outbox.append(tx, 'waitlist.joined', { entryId: id });
      return id;
    });
  }

  private async requireSense(
    tx: Tx,
    joining: Joining,
    wish: Wish,
    rules: FittingRules,
  ): Promise<void> {
    const { patientId, channel } = joining;
    const { doctorId, from, to, period, slotId } = wish;
    const [outlook] = await tx.query<Outlook>(
      outlookSql.text,
      outlookSql.values({ ...rules, patientId, channel, doctorId, from, to, period, slotId }),
    );
    if (!outlook) throw new AppError('NOT_FOUND');
    if (outlook.is_locked) throw new AppError('PATIENT_LOCKED');
    if (outlook.has_visit) {
      throw new AppError('ALREADY_BOOKED', { message: '该就诊人在这些时间已有这位医生的预约' });
    }
    if (outlook.slots === 0) throw closed('这些时间医生没有出诊，或已经开始');
    if (outlook.open_slots === 0) throw closed('还没有放号，或已过候补时间');
    if (outlook.fitting_slots === 0) throw new AppError('ALREADY_BOOKED');
    if (outlook.has_free) throw new AppError('NOTHING_TO_WAIT_FOR');
    const limit = await this.settings.get(waitlistLimit);
    if (outlook.entries >= limit) throw closed(`同一就诊人最多同时候补 ${limit} 个`);
  }

  private async insert(tx: Tx, joining: Joining, wish: Wish, now: Date): Promise<string> {
    const id = newId(now);
    try {
      await tx.query(
        `insert into waitlist_entry (id, patient_id, account_id, staff_id, channel, target, wish_key, slot_id,
           doctor_id, department_id, branch_id, from_date, to_date, period, starts_at, state, joined_at, ends_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'waiting', $16, $17)`,
        [
          id,
          joining.patientId,
          joining.accountId,
          joining.staffId,
          joining.channel,
          wish.target,
          `${joining.patientId}:${wish.key}`,
          wish.slotId,
          wish.doctorId,
          wish.departmentId,
          wish.branchId,
          wish.from,
          wish.to,
          wish.period,
          wish.startsAt,
          now,
          wish.endsAt,
        ],
      );
      return id;
    } catch (error) {
      if (violatedConstraint(error) !== 'waitlist_entry_wish') throw error;
      throw new AppError('ALREADY_WAITING', { cause: error });
    }
  }
}

function closed(message: string): AppError {
  return new AppError('WAITLIST_CLOSED', { message });
}
