import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { namedSql, UnitOfWork, type Clock, type RecurringJob, type Tx } from '../../../kernel';
import { FreedPlaces, type FreedPlace } from '../places';
import { EndEntry } from './end-entry';
import { fits, fittingTypes, isOfferable } from './fitting.sql';
import { OfferPlaces, type OfferablePlace } from './offer-places';
import { WaitlistRules } from './waitlist-rules';

const batch = 100;

const idleSql = namedSql(
  `select pl.slot_id, pl.number, s.doctor_id
     from slot s join place pl on pl.slot_id = s.id
    where s.doctor_id in (select doctor_id from waitlist_entry where state = 'waiting')
      and pl.state = 'free' and ${isOfferable}
      and exists (select from waitlist_entry e where ${fits})
    order by s.roster_id, s.starts_at, pl.number limit ${batch} for update of pl skip locked`,
  fittingTypes,
);

/**
 * Passes on offers that nobody took, ends what has passed its cut-off, and offers places that came free
 * by themselves: those just released, and those whose waiting patient was not free for them before.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RunWaitlist implements RecurringJob {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  freedPlaces: FreedPlaces;
  @Inject()
  endEntry: EndEntry;
  @Inject()
  offerPlaces: OfferPlaces;
  @Inject()
  waitlistRules: WaitlistRules;

  async run(clock: Clock): Promise<number> {
    const now = clock.now();
    const expired = await this.unitOfWork.run((tx) => this.expireOffers(tx, now));
    const ended = await this.unitOfWork.run((tx) => this.endEntries(tx, now));
    const offered = await this.unitOfWork.run((tx) => this.offerIdle(tx));
    return expired + ended + offered;
  }

  /** The places first, as everywhere; those that somebody else works on are settled there. */
  private async expireOffers(tx: Tx, now: Date): Promise<number> {
    const due = await tx.query<{ id: string; entry_id: string }>(
      `select o.id, o.entry_id from waitlist_offer o
         join place pl on pl.slot_id = o.slot_id and pl.number = o.place_number
         join slot s on s.id = o.slot_id
        where o.state = 'open' and o.expires_at <= $1
        order by s.roster_id, s.starts_at, pl.number limit ${batch} for update of pl skip locked`,
      [now],
      'waitlist-offers-due',
    );
    const freed: FreedPlace[] = [];
    for (const { id, entry_id } of due) {
      const locked = await this.endEntry.lockWith(tx, entry_id, id);
      if (!locked?.offer || locked.offer.expires_at > now) continue;
      freed.push(...(await this.endEntry.passOn(tx, locked, 'expired')));
    }
    await this.freedPlaces.passOn(tx, freed);
    return freed.length;
  }

  private async endEntries(tx: Tx, now: Date): Promise<number> {
    const due = await tx.query<{ id: string }>(
      `select id from waitlist_entry where state = 'waiting' and ends_at <= $1
        order by ends_at limit ${batch} for update skip locked`,
      [now],
      'waitlist-entries-due',
    );
    for (const { id } of due) {
      const locked = await this.endEntry.lock(tx, id);
      if (locked) await this.endEntry.end(tx, locked, 'ended', '已到候补截止时间');
    }
    return due.length;
  }

  private async offerIdle(tx: Tx): Promise<number> {
    const rules = await this.waitlistRules.fitting();
    const idle = await tx.query<OfferablePlace & Record<string, unknown>>(
      idleSql.text,
      idleSql.values(rules),
      'waitlist-idle-places',
    );
    return this.offerPlaces.run(tx, idle);
  }
}
