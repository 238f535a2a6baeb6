import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Audit, type Actor, type Tx } from '../../../kernel';
import { FreedPlaces, type FreedPlace } from '../places';
import { EndEntry } from './end-entry';

interface Affected extends Record<string, unknown> {
  id: string;
  /** Any other clinic of the doctor would do as well. */
  waits_on: boolean;
}

/**
 * Clinics that do not take place: who waits for one of them has nothing to wait for, and what was offered
 * of it is withdrawn. Who would take any day of the doctor waits on.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class EndWaitlistOf {
  @Inject()
  audit: Audit;
  @Inject()
  endEntry: EndEntry;
  @Inject()
  freedPlaces: FreedPlaces;

  /**
   * Call with the rosters locked and, where they only close, their slots closed.
   * @returns how many entries ended
   */
  async run(
    tx: Tx,
    actor: Actor,
    rosterIds: readonly string[],
    reason = '医生停诊',
  ): Promise<number> {
    const affected = await this.affected(tx, rosterIds);
    const freed: FreedPlace[] = [];
    let ended = 0;
    for (const { id, waits_on } of affected) {
      const locked = await this.endEntry.lock(tx, id);
      if (!locked || !['waiting', 'offered'].includes(locked.entry.state)) continue;
      if (waits_on) {
        freed.push(...(await this.endEntry.passOn(tx, locked, 'withdrawn')));
        continue;
      }
      freed.push(...(await this.endEntry.end(tx, locked, 'ended', reason)));
      ended += 1;
      await this.audit.record(
        actor,
        {
          action: 'waitlist.end',
          resourceKind: 'waitlist',
          resourceId: id,
          patientId: locked.entry.patient_id,
          reason,
        },
        tx,
      );
    }
    await this.freedPlaces.passOn(tx, freed);
    return ended;
  }

  /** In the order of the places that were offered, as a roster locks them. */
  private affected(tx: Tx, rosterIds: readonly string[]): Promise<Affected[]> {
    return tx.query<Affected>(
      `select e.id, e.target = 'doctor' as waits_on
         from waitlist_entry e
         left join waitlist_offer o on o.entry_id = e.id and o.state = 'open'
         left join slot s on s.id = o.slot_id
        where e.state in ('waiting', 'offered') and (
          s.roster_id = any($1)
          or e.slot_id in (select id from slot where roster_id = any($1))
          or exists (select from roster r where r.id = any($1) and e.target = 'half-day'
               and r.doctor_id = e.doctor_id and r.date = e.from_date and r.period = e.period))
        order by s.roster_id, s.starts_at, o.place_number, e.joined_at`,
      [rosterIds],
    );
  }
}
