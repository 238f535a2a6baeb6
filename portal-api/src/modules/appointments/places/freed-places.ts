import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { PlaceState } from '@suizhen/contract';
import type { Tx } from '../../../kernel';
import { OfferPlaces } from '../waitlist/offer-places';

export interface FreedPlace {
  slotId: string;
  number: number;
}

interface Settled extends Record<string, unknown> {
  slot_id: string;
  number: number;
  doctor_id: string;
  state: PlaceState;
}

/**
 * The one door through which a place becomes free. Call it in the transaction that freed the places (or
 * made them), once, after every other place of that transaction is locked: each goes to whoever waits
 * longest for such a one, is closed with its clinic, or is anybody's.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FreedPlaces {
  @Inject()
  offerPlaces: OfferPlaces;

  /** Somebody had it, or it is new: everybody who waits may be asked. */
  settle(tx: Tx, places: readonly FreedPlace[]): Promise<void> {
    return this.pass(tx, places, 1);
  }

  /** It was offered and not taken: it goes to the next, not to those who had the choice. */
  passOn(tx: Tx, places: readonly FreedPlace[]): Promise<void> {
    return this.pass(tx, places, 0);
  }

  private async pass(tx: Tx, places: readonly FreedPlace[], rounds: 0 | 1): Promise<void> {
    if (places.length === 0) return;
    const settled = await tx.query<Settled>(
      `update place set round = round + $3, state = case when s.is_closed then 'closed' else 'free' end
         from unnest($1::uuid[], $2::int[]) as freed (slot_id, number)
         join slot s on s.id = freed.slot_id
        where place.slot_id = freed.slot_id and place.number = freed.number and place.state = 'free'
       returning place.slot_id, place.number, s.doctor_id, place.state`,
      [places.map((place) => place.slotId), places.map((place) => place.number), rounds],
      'settle-freed-places',
    );
    await this.offerPlaces.run(
      tx,
      settled.filter((place) => place.state === 'free'),
    );
  }
}
