import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { DayPeriod, RequestOf, WaitlistTarget } from '@suizhen/contract';
import { AppError, Database, instantAt, type LocalDate } from '../../../kernel';
import { BookingWindowReader } from '../availability';
import { WaitlistRules } from './waitlist-rules';

export type WishOf = RequestOf<'joinWaitlist'>['body']['wish'];

/** A wish with everything that an entry keeps of it. */
export interface Wish {
  target: WaitlistTarget;
  key: string;
  slotId: string | null;
  doctorId: string;
  departmentId: string;
  branchId: string;
  from: LocalDate;
  to: LocalDate;
  period: DayPeriod | null;
  startsAt: Date | null;
  /** The cut-off: nothing is offered after it. */
  endsAt: Date;
}

interface Clinic extends Record<string, unknown> {
  doctor_id: string;
  department_id: string;
  branch_id: string;
  date: LocalDate;
  period: DayPeriod;
  starts_at: Date;
}

/** Works out what a patient waits for. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Wishes {
  @Inject()
  database: Database;
  @Inject()
  bookingWindowReader: BookingWindowReader;
  @Inject()
  waitlistRules: WaitlistRules;

  /** @throws NOT_FOUND, WAITLIST_CLOSED where there is nothing to wait for at all */
  async read(wish: WishOf): Promise<Wish> {
    switch (wish.kind) {
      case 'slot':
        return this.slot(wish.slotId);
      case 'half-day':
        return this.halfDay(wish.doctorId, wish.date, wish.period);
      case 'doctor':
        return this.doctor(wish.doctorId, wish.from, wish.to);
    }
  }

  private async slot(slotId: string): Promise<Wish> {
    const [slot] = await this.clinics('s.id = $1', [slotId]);
    if (!slot) throw new AppError('NOT_FOUND');
    return {
      ...oneDay(slot),
      target: 'slot',
      key: `slot:${slotId}`,
      slotId,
      startsAt: slot.starts_at,
      endsAt: await this.waitlistRules.cutoffOf(slot.starts_at),
    };
  }

  private async halfDay(doctorId: string, date: LocalDate, period: DayPeriod): Promise<Wish> {
    const slots = await this.clinics('s.doctor_id = $1 and s.date = $2 and s.period = $3', [
      doctorId,
      date,
      period,
    ]);
    const last = slots.at(-1);
    if (!last) throw new AppError('WAITLIST_CLOSED', { message: '医生这个半天没有出诊' });
    return {
      ...oneDay(last),
      target: 'half-day',
      key: `half-day:${doctorId}:${date}:${period}`,
      slotId: null,
      startsAt: null,
      endsAt: await this.waitlistRules.cutoffOf(last.starts_at),
    };
  }

  /** Rosters may still come within the days, so the wish ends with the last of them. */
  private async doctor(
    doctorId: string,
    from: LocalDate | null,
    to: LocalDate | null,
  ): Promise<Wish> {
    const [doctor] = await this.database.query<{ department_id: string; branch_id: string }>(
      `select d.department_id, dp.branch_id from doctor d join department dp on dp.id = d.department_id
        where d.id = $1`,
      [doctorId],
    );
    if (!doctor) throw new AppError('NOT_FOUND');
    const { today, lastDay } = await this.bookingWindowReader.now();
    const first = from !== null && from > today ? from : today;
    const last = to !== null && to < lastDay ? to : lastDay;
    if (first > last)
      throw new AppError('WAITLIST_CLOSED', { message: '这些日期不在可预约范围内' });
    return {
      target: 'doctor',
      key: `doctor:${doctorId}`,
      slotId: null,
      doctorId,
      departmentId: doctor.department_id,
      branchId: doctor.branch_id,
      from: first,
      to: last,
      period: null,
      startsAt: null,
      endsAt: await this.waitlistRules.cutoffOf(instantAt(last, '24:00')),
    };
  }

  private clinics(condition: string, values: unknown[]): Promise<Clinic[]> {
    return this.database.query<Clinic>(
      `select s.doctor_id, s.department_id, s.branch_id, s.date::text as date, s.period, s.starts_at
         from slot s where ${condition} order by s.starts_at`,
      values,
    );
  }
}

function oneDay(clinic: Clinic) {
  return {
    doctorId: clinic.doctor_id,
    departmentId: clinic.department_id,
    branchId: clinic.branch_id,
    from: clinic.date,
    to: clinic.date,
    period: clinic.period,
  };
}
