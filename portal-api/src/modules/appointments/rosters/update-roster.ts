import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  Database,
  Outbox,
  pgErrorCode,
  UnitOfWork,
  type Actor,
  type Tx,
} from '../../../kernel';
import { ReopenClinic } from '../suspension/reopen-clinic';
import { FreedPlaces, type FreedPlace } from '../places';
import { planCapacityChange, type CapacityChange } from './capacity-change';
import { clashGone, explainClashes } from './explain-clashes';
import { RosterLocks, type LockedPlace, type LockedRoster } from './locked-roster';
import { ownedByHospital } from './owned-by-hospital';
import { slotPlaces } from './roster-plan';
import { presentRoster, selectRosters, type RosterAnswer, type RosterRow } from './roster-row';

type Wish = RequestOf<'updateRoster'>['body'];
const exclusionViolation = '23P01';

/** An exception to what was planned: capacity, room, release, closed or open again. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class UpdateRoster {
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  outbox: Outbox;
  @Inject()
  rosterLocks: RosterLocks;
  @Inject()
  freedPlaces: FreedPlaces;
  @Inject()
  reopenClinic: ReopenClinic;

  async run(actor: Actor, rosterId: string, wish: Wish): Promise<RosterAnswer> {
    let roster: LockedRoster | undefined;
    try {
      return await this.unitOfWork.run(async (tx) => {
        roster = await this.rosterLocks.roster(tx, actor, 'roster.update', rosterId);
        if (roster.version !== wish.version) throw new AppError('VERSION_CONFLICT');
        return this.change(tx, actor, roster, wish);
      });
    } catch (error) {
      if (pgErrorCode(error) !== exclusionViolation || !roster) throw error;
      throw new AppError('ROSTER_CLASH', {
        message: await this.reason(roster, wish),
        cause: error,
      });
    }
  }

  private async change(
    tx: Tx,
    actor: Actor,
    roster: LockedRoster,
    wish: Wish,
  ): Promise<RosterAnswer> {
    if (roster.is_from_hospital && !isSameCapacity(roster, wish)) throw ownedByHospital();
    if (roster.is_closed && !wish.isClosed) await this.reopenClinic.run(tx, roster.id);
    const freed = await this.changePlaces(tx, roster, wish);
    await this.changeSlots(tx, roster, wish);
    await tx.query(
      `update roster set shared_capacity = $2, wechat_capacity = $3, phone_capacity = $4,
         desk_capacity = $5, room = $6, release_at = coalesce($7, release_at), is_closed = $8,
         note = $9, version = version + 1
       where id = $1`,
      [
        roster.id,
        wish.capacity.shared,
        wish.capacity.wechat,
        wish.capacity.phone,
        wish.capacity.desk,
        wish.room,
        wish.releaseAt ?? null,
        wish.isClosed,
        wish.note,
      ],
    );
    await this.audit.record(
      actor,
      {
        action: wish.isClosed === roster.is_closed ? 'roster.update' : closing(wish.isClosed),
        resourceKind: 'roster',
        resourceId: roster.id,
        detail: { capacity: wish.capacity, isClosed: wish.isClosed },
      },
      tx,
    );
    if (roster.is_from_hospital && roster.is_closed && !wish.isClosed) {
      await this.outbox.append(tx, 'hospital-roster.reopened', { rosterId: roster.id });
    }
    // New places and those of a clinic that opens again are waited for like any that came free.
    await this.freedPlaces.settle(tx, freed);
    const [row] = await tx.query<RosterRow>(selectRosters('r.id = $1'), [roster.id]);
    return presentRoster(row!);
  }

  /** Which slots of theirs are open, and with how many places, is the hospital's to say; closed all are. */
  private async changeSlots(tx: Tx, roster: LockedRoster, wish: Wish): Promise<void> {
    const releaseAt = wish.releaseAt ?? null;
    const ours = roster.is_from_hospital ? null : slotPlaces(wish.capacity);
    await tx.query(
      `update slot set capacity = coalesce($2, capacity), release_at = coalesce($4, release_at),
         is_closed = case when $2::int is null then is_closed or $3 else $3 end
        where roster_id = $1`,
      [roster.id, ours, wish.isClosed, releaseAt],
    );
  }

  /**
   * Closing takes the free places out of reach one by one, so no claim can slip through beside it. What is
   * offered to somebody stays promised, and is closed when they do not take it.
   * @returns the places that may be had now and could not be had before
   */
  private async changePlaces(tx: Tx, roster: LockedRoster, wish: Wish): Promise<FreedPlace[]> {
    const places = await this.rosterLocks.places(tx, roster.id);
    const added = roster.is_from_hospital ? [] : await this.fit(tx, roster.id, places, wish);
    // What is sold at the hospital stands closed as well: which ones open again it says itself.
    if (roster.is_from_hospital && !wish.isClosed) return [];
    const turned = await tx.query<{ slot_id: string; number: number }>(
      `update place set state = $2 from slot
       where slot.id = place.slot_id and slot.roster_id = $1 and place.state = $3
       returning place.slot_id, place.number`,
      wish.isClosed ? [roster.id, 'closed', 'free'] : [roster.id, 'free', 'closed'],
    );
    if (wish.isClosed) return [];
    return [...turned, ...added].map((place) => ({
      slotId: place.slot_id,
      number: place.number,
    }));
  }

  /** As many places as wished. @returns the new ones */
  private async fit(
    tx: Tx,
    rosterId: string,
    places: readonly LockedPlace[],
    { capacity }: Wish,
  ): Promise<CapacityChange['add']> {
    const slots = await tx.query<{ id: string }>(
      `select id from slot where roster_id = $1 order by starts_at`,
      [rosterId],
    );
    const change = planCapacityChange(
      places,
      slots.map((slot) => slot.id),
      capacity,
    );
    await tx.query(
      `delete from place using unnest($1::uuid[], $2::int[]) as gone (slot_id, number)
       where place.slot_id = gone.slot_id and place.number = gone.number`,
      [change.remove.map((place) => place.slot_id), change.remove.map((place) => place.number)],
    );
    await tx.query(
      `insert into place (slot_id, number, channel)
       select * from unnest($1::uuid[], $2::int[], $3::text[])`,
      [
        change.add.map((place) => place.slot_id),
        change.add.map((place) => place.number),
        change.add.map((place) => place.channel),
      ],
    );
    return change.add;
  }

  private async reason(roster: LockedRoster, wish: Wish): Promise<string> {
    const placement = {
      id: roster.id,
      doctorId: roster.doctor_id,
      branchId: roster.branch_id,
      date: roster.date,
      period: roster.period,
      startTime: roster.start_time,
      endTime: roster.end_time,
      room: wish.room,
    };
    return (await explainClashes(this.database, [placement])).get(roster.id) ?? clashGone;
  }
}

function isSameCapacity(roster: LockedRoster, { capacity }: Wish): boolean {
  return capacity.shared === roster.shared_capacity && slotPlaces(capacity) === capacity.shared;
}

function closing(isClosed: boolean): string {
  return isClosed ? 'roster.close' : 'roster.reopen';
}
