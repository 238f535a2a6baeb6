import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { DayPeriod, PlaceState } from '@suizhen/contract';
import { AppError, type Actor, type Tx } from '../../../kernel';
import { BookingWindowReader } from '../availability';

/** The slot that a visit moves to, as its row stands. */
export interface MoveTarget extends Record<string, unknown> {
  id: string;
  roster_id: string;
  doctor_id: string;
  department_id: string;
  branch_id: string;
  date: string;
  period: DayPeriod;
  starts_at: Date;
  ends_at: Date;
  release_at: Date;
  fee_fen: number;
  is_closed: boolean;
  is_active: boolean;
}

interface PlaceWish {
  appointmentId: string;
  state: Extract<PlaceState, 'held' | 'sold'>;
  holdId: string | null;
}

/** Looks at the slot a visit is to move to and takes a place of it. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class MoveTargets {
  @Inject()
  bookingWindowReader: BookingWindowReader;

  /** @throws NOT_FOUND, SLOT_NOT_OPEN: for staff until it is over, for patients as when they book */
  async require(tx: Tx, actor: Actor, slotId: string): Promise<MoveTarget> {
    const target = await this.read(tx, slotId);
    if (!target) throw new AppError('NOT_FOUND');
    const { now, today, lastDay } = await this.bookingWindowReader.now();
    const isOpen =
      actor.kind === 'staff'
        ? target.ends_at > now
        : target.starts_at > now &&
          target.release_at <= now &&
          target.date >= today &&
          target.date <= lastDay &&
          target.is_active;
    if (target.is_closed || !isOpen) throw new AppError('SLOT_NOT_OPEN');
    return target;
  }

  async read(tx: Tx, slotId: string): Promise<MoveTarget | undefined> {
    const rows = await tx.query<MoveTarget>(
      `select s.id, s.roster_id, s.doctor_id, s.department_id, s.branch_id, s.date::text as date, s.period,
         s.starts_at, s.ends_at, s.release_at, s.fee_fen::float8 as fee_fen, s.is_closed,
         d.is_active and dp.is_active and b.is_active as is_active
       from slot s
       join doctor d on d.id = s.doctor_id
       join department dp on dp.id = s.department_id
       join branch b on b.id = s.branch_id
      where s.id = $1`,
      [slotId],
    );
    return rows[0];
  }

  /**
   * Takes a place for the appointment: one kept for the channel first, then a shared one. A place may be
   * locked by a claim that is about to fail: the second look waits to see.
   * @throws SLOT_FULL with nothing changed
   */
  async claim(tx: Tx, actor: Actor, target: MoveTarget, wish: PlaceWish): Promise<number> {
    const channel = actor.kind === 'staff' ? 'desk' : 'wechat';
    for (const waiting of ['skip locked', '']) {
      const rows = await tx.query<{ number: number }>(
        `with found as (
           select slot_id, number from place
            where slot_id = $1 and state = 'free' and channel in ($2, 'any')
            order by channel desc, number limit 1 for update ${waiting})
         update place set state = $3, appointment_id = $4, hold_id = $5 from found
          where place.slot_id = found.slot_id and place.number = found.number returning place.number`,
        [target.id, channel, wish.state, wish.appointmentId, wish.holdId],
      );
      if (rows[0]) return rows[0].number;
    }
    throw new AppError('SLOT_FULL');
  }

  /** Places are locked in the order in which a roster locks its own; so the old one goes first, or last. */
  async lockOld(tx: Tx, old: { slot_id: string; place_number: number }): Promise<void> {
    await tx.query(`select 1 from place where slot_id = $1 and number = $2 for update`, [
      old.slot_id,
      old.place_number,
    ]);
  }
}
