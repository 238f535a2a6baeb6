import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { chineseMoment, KernelContext, namedSql, newId, Outbox, type Tx } from '../../../kernel';
import { placeStates } from '../place.states';
import { fits, fittingTypes, isOfferable, offerKey } from './fitting.sql';
import { offerDeadline } from './offer-deadline';
import { WaitlistLocks } from './waitlist-locks';
import { WaitlistRules } from './waitlist-rules';
import { Waitlist } from './waitlist.repository';

/** A free place that this transaction has locked. */
export interface OfferablePlace {
  slot_id: string;
  number: number;
  doctor_id: string;
}

interface Head extends Record<string, unknown> {
  entry_id: string;
  key: string;
  round: number;
  date: string;
  starts_at: Date;
  ends_at: Date;
  fee_fen: string;
}

const headSql = namedSql(
  `select e.id as entry_id, ${offerKey} as key, pl.round, s.date::text as date, s.starts_at, s.ends_at, s.fee_fen
     from place pl
     join slot s on s.id = pl.slot_id
     join waitlist_entry e on e.doctor_id = s.doctor_id
    where pl.slot_id = :slotId and pl.number = :number and pl.state = 'free' and ${isOfferable} and ${fits}
    order by e.joined_at, e.id limit 1`,
  { ...fittingTypes, slotId: 'uuid', number: 'int' },
);

/** Gives free places to whoever has waited longest for such a one. Places nobody waits for stay free. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class OfferPlaces {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  outbox: Outbox;
  @Inject()
  waitlist: Waitlist;
  @Inject()
  waitlistLocks: WaitlistLocks;
  @Inject()
  waitlistRules: WaitlistRules;

  /** @returns how many were offered */
  async run(tx: Tx, places: readonly OfferablePlace[]): Promise<number> {
    if (places.length === 0) return 0;
    const doctorIds = [...new Set(places.map((place) => place.doctor_id))];
    await this.waitlistLocks.freeing(tx, doctorIds);
    const waitedFor = await this.waitedFor(tx, doctorIds);
    if (waitedFor.size === 0) return 0;
    await this.waitlistLocks.offering(tx, [...waitedFor]);
    let offered = 0;
    for (const place of places) {
      if (waitedFor.has(place.doctor_id) && (await this.offer(tx, place))) offered++;
    }
    return offered;
  }

  private async waitedFor(tx: Tx, doctorIds: readonly string[]): Promise<Set<string>> {
    const rows = await tx.query<{ doctor_id: string }>(
      `select distinct doctor_id from waitlist_entry where state = 'waiting' and doctor_id = any($1)`,
      [doctorIds],
      'waitlist-waited-for',
    );
    return new Set(rows.map((row) => row.doctor_id));
  }

  private async offer(tx: Tx, place: OfferablePlace): Promise<boolean> {
    for (;;) {
      // Of this very moment: many places take their time, and who sees the offer is to have all of theirs.
      const rules = await this.waitlistRules.fitting();
      const [head] = await tx.query<Head>(
        headSql.text,
        headSql.values({ ...rules, slotId: place.slot_id, number: place.number }),
        'waitlist-head',
      );
      if (!head) return false;
      const entry = await this.waitlist.lockEntry(tx, head.entry_id);
      // Left while we came to the lock: the next one is the head now.
      if (entry?.state !== 'waiting') continue;
      await this.write(tx, place, head, rules.now);
      return true;
    }
  }

  private async write(tx: Tx, place: OfferablePlace, head: Head, now: Date): Promise<void> {
    const id = newId(now);
    const cutoff = await this.waitlistRules.cutoffOf(head.starts_at);
    const expiresAt = offerDeadline(now, await this.waitlistRules.offerTimes(), cutoff);
    await this.waitlist.moveEntry(tx, head.entry_id, 'offered');
    await tx.query(
      `insert into waitlist_offer (id, entry_id, slot_id, place_number, round, exclusivity_key, date, starts_at,
         ends_at, fee_fen, state, offered_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open', $11, $12)`,
      [
        id,
        head.entry_id,
        place.slot_id,
        place.number,
        head.round,
        head.key,
        head.date,
        head.starts_at,
        head.ends_at,
        head.fee_fen,
        now,
        expiresAt,
      ],
    );
    const placed = await tx.query(
      `update place set state = 'offered' where slot_id = $1 and number = $2 and state = any($3) returning number`,
      [place.slot_id, place.number, placeStates.sourcesOf('offered')],
    );
    // The caller holds its lock: rather undo everything than promise a place that is somebody else's.
    if (placed.length !== 1) throw new Error(`place ${place.slot_id}/${place.number} is not free`);
    const detail = `${chineseMoment(head.starts_at)} 第 ${place.number} 号，请在 ${chineseMoment(expiresAt)} 前处理`;
    await this.waitlist.receipt(tx, head.entry_id, 'offered', detail);
    await this.outbox.append(tx, 'waitlist.offered', { entryId: head.entry_id, offerId: id });
  }
}
