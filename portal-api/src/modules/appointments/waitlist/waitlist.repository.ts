import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type {
  Channel,
  DayPeriod,
  WaitlistOfferState,
  WaitlistState,
  WaitlistStep,
  WaitlistTarget,
} from '@suizhen/contract';
import { KernelContext, newId, type Sql, type Tx } from '../../../kernel';
import { waitlistEntryStates } from './waitlist-entry.states';
import { waitlistOfferStates } from './waitlist-offer.states';

export interface Entry extends Record<string, unknown> {
  id: string;
  patient_id: string;
  account_id: string | null;
  staff_id: string | null;
  channel: Channel;
  target: WaitlistTarget;
  slot_id: string | null;
  doctor_id: string;
  department_id: string;
  branch_id: string;
  from_date: string;
  to_date: string;
  period: DayPeriod | null;
  starts_at: Date | null;
  state: WaitlistState;
  joined_at: Date;
  ends_at: Date;
  appointment_id: string | null;
}

export interface Offer extends Record<string, unknown> {
  id: string;
  entry_id: string;
  slot_id: string;
  place_number: number;
  round: number;
  exclusivity_key: string;
  date: string;
  starts_at: Date;
  ends_at: Date;
  fee_fen: number;
  state: WaitlistOfferState;
  offered_at: Date;
  expires_at: Date;
}

const entryColumns = `e.id, e.patient_id, e.account_id, e.staff_id, e.channel, e.target, e.slot_id, e.doctor_id,
  e.department_id, e.branch_id, e.from_date::text as from_date, e.to_date::text as to_date, e.period, e.starts_at,
  e.state, e.joined_at, e.ends_at, e.appointment_id`;

const offerColumns = `id, entry_id, slot_id, place_number, round, exclusivity_key, date::text as date, starts_at,
  ends_at, fee_fen::float8 as fee_fen, state, offered_at, expires_at`;

/**
 * Entries of the waitlist, their offers and receipts, and how they move. Locks, after appointment, hold
 * and place: the doctor's line → entry → offer.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Waitlist {
  @Inject()
  kernelContext: KernelContext;

  async lockEntry(tx: Tx, id: string): Promise<Entry | undefined> {
    await tx.query(`select 1 from waitlist_entry where id = $1 for update`, [id]);
    // In a statement of its own: the lock's snapshot is older than what it waited for.
    const rows = await tx.query<Entry>(
      `select ${entryColumns} from waitlist_entry e where e.id = $1`,
      [id],
    );
    return rows[0];
  }

  async offer(sql: Sql, id: string): Promise<Offer | undefined> {
    const rows = await sql.query<Offer>(
      `select ${offerColumns} from waitlist_offer where id = $1`,
      [id],
    );
    return rows[0];
  }

  async openOffer(sql: Sql, entryId: string): Promise<Offer | undefined> {
    const rows = await sql.query<Offer>(
      `select ${offerColumns} from waitlist_offer where entry_id = $1 and state = 'open'`,
      [entryId],
    );
    return rows[0];
  }

  /** Takes the place that an offer is about; before its entry, as everywhere. */
  async lockPlace(tx: Tx, offer: Pick<Offer, 'slot_id' | 'place_number'>): Promise<void> {
    await tx.query(`select 1 from place where slot_id = $1 and number = $2 for update`, [
      offer.slot_id,
      offer.place_number,
    ]);
  }

  /** @returns whether the state table let it move */
  async moveEntry(
    tx: Tx,
    id: string,
    to: WaitlistState,
    appointmentId: string | null = null,
  ): Promise<boolean> {
    const isOver = to !== 'waiting' && to !== 'offered';
    const moved = await tx.query(
      `update waitlist_entry set state = $2, appointment_id = $4, settled_at = $5
        where id = $1 and state = any($3) returning id`,
      [id, to, waitlistEntryStates.sourcesOf(to), appointmentId, isOver ? this.now() : null],
    );
    return moved.length === 1;
  }

  async moveOffer(tx: Tx, id: string, to: WaitlistOfferState): Promise<boolean> {
    const moved = await tx.query(
      `update waitlist_offer set state = $2, settled_at = $4
        where id = $1 and state = any($3) returning id`,
      [id, to, waitlistOfferStates.sourcesOf(to), this.now()],
    );
    return moved.length === 1;
  }

  /** How many offers in a row, up to the last one, ended without any answer. */
  async missedInARow(sql: Sql, entryId: string): Promise<number> {
    const [row] = await sql.query<{ missed: number }>(
      `select count(*)::int as missed from waitlist_offer o
        where o.entry_id = $1 and o.state = 'expired' and not exists (
          select from waitlist_offer x where x.entry_id = o.entry_id and x.state not in ('expired', 'open')
             and (x.offered_at, x.id) > (o.offered_at, o.id))`,
      [entryId],
    );
    return row!.missed;
  }

  /** The place of an offer that was not taken. What becomes of it, the door for freed places decides. */
  async releasePlace(tx: Tx, offer: Pick<Offer, 'slot_id' | 'place_number'>): Promise<void> {
    await tx.query(
      `update place set state = 'free' where slot_id = $1 and number = $2 and state = 'offered'`,
      [offer.slot_id, offer.place_number],
    );
  }

  async receipt(tx: Tx, entryId: string, step: WaitlistStep, detail = ''): Promise<void> {
    const now = this.now();
    await tx.query(
      `insert into waitlist_receipt (id, entry_id, at, step, detail) values ($1, $2, $3, $4, $5)`,
      [newId(now), entryId, now, step, detail],
    );
  }

  private now(): Date {
    return this.kernelContext.clock.now();
  }
}
