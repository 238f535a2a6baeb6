import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { WaitlistOfferState } from '@suizhen/contract';
import { chineseMoment, Outbox, Settings, type Tx } from '../../../kernel';
import type { FreedPlace } from '../places';
import { Waitlist, type Entry, type Offer } from './waitlist.repository';
import { missedOfferLimit } from './waitlist.settings';

export interface LockedEntry {
  entry: Entry;
  /** The open offer; its place is locked as well. */
  offer: Offer | undefined;
}

/** The unit of work runs the whole transaction again, as it does when PostgreSQL asks for it. */
class OfferedMeanwhile extends Error {
  readonly code = '40001';
}

/** Takes an entry with what it was offered, and ends the one or the other. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class EndEntry {
  @Inject()
  settings: Settings;
  @Inject()
  outbox: Outbox;
  @Inject()
  waitlist: Waitlist;

  /** The place of the open offer first, then the entry, as everywhere. */
  async lock(tx: Tx, entryId: string): Promise<LockedEntry | undefined> {
    const seen = await this.waitlist.openOffer(tx, entryId);
    if (seen) await this.waitlist.lockPlace(tx, seen);
    const entry = await this.waitlist.lockEntry(tx, entryId);
    if (!entry) return undefined;
    const offer = await this.waitlist.openOffer(tx, entryId);
    // Its place cannot be locked behind the entry, nor a second one behind the first: begin again.
    if (offer && offer.id !== seen?.id) throw new OfferedMeanwhile();
    return { entry, offer };
  }

  /** With the place of this offer locked already: another one that came meanwhile is not looked at. */
  async lockWith(tx: Tx, entryId: string, offerId: string): Promise<LockedEntry | undefined> {
    const entry = await this.waitlist.lockEntry(tx, entryId);
    if (!entry) return undefined;
    const offer = await this.waitlist.openOffer(tx, entryId);
    return { entry, offer: offer?.id === offerId ? offer : undefined };
  }

  /**
   * Ends an offer that is not taken; its entry waits again, unless it let too many of them lapse.
   * @returns its place, for `FreedPlaces.passOn`
   */
  async passOn(
    tx: Tx,
    { entry, offer }: LockedEntry,
    as: Exclude<WaitlistOfferState, 'open' | 'accepted'>,
  ): Promise<FreedPlace[]> {
    if (!offer || !(await this.waitlist.moveOffer(tx, offer.id, as))) return [];
    await this.waitlist.moveEntry(tx, entry.id, 'waiting');
    await this.waitlist.releasePlace(tx, offer);
    const step = as === 'withdrawn' ? 'offer-withdrawn' : as;
    const detail = `${chineseMoment(offer.starts_at)} 第 ${offer.place_number} 号`;
    await this.waitlist.receipt(tx, entry.id, step, detail);
    if (as === 'expired') await this.miss(tx, { entry, offer });
    return [{ slotId: offer.slot_id, number: offer.place_number }];
  }

  /** Ends the waiting, and an open offer with it. @returns the offer's place, for `FreedPlaces.passOn` */
  async end(
    tx: Tx,
    locked: LockedEntry,
    as: 'ended' | 'withdrawn',
    detail: string,
    isTold = as === 'ended',
  ): Promise<FreedPlace[]> {
    const freed = await this.passOn(tx, locked, 'withdrawn');
    if (await this.waitlist.moveEntry(tx, locked.entry.id, as)) {
      await this.waitlist.receipt(tx, locked.entry.id, as, detail);
      if (isTold) await this.outbox.append(tx, 'waitlist.ended', { entryId: locked.entry.id });
    }
    return freed;
  }

  /** Nobody is waited for without end: each offer in vain costs those behind its whole time. */
  private async miss(tx: Tx, { entry, offer }: { entry: Entry; offer: Offer }): Promise<void> {
    const limit = await this.settings.get(missedOfferLimit);
    const left = limit - (await this.waitlist.missedInARow(tx, entry.id));
    if (limit > 0 && left <= 0) {
      const reason = `连续 ${limit} 次有号没有答复`;
      await this.end(tx, { entry, offer: undefined }, 'ended', reason);
      return;
    }
    const missed = { entryId: entry.id, offerId: offer.id };
    await this.outbox.append(tx, 'waitlist.missed', limit > 0 ? { ...missed, left } : missed);
  }
}
