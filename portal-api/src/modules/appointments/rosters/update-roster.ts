import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  Database,
  pgErrorCode,
  UnitOfWork,
  type Actor,
  type Tx,
} from '../../../kernel';
import { ReopenClinic } from '../suspension/reopen-clinic';
import { FreedPlaces, type FreedPlace } from '../places';
import { planCapacityChange, type CapacityChange } from './capacity-change';
import { clashGone, explainClashes } from './explain-clashes';
import { RosterLocks, type LockedRoster } from './locked-roster';
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
    await tx.query(
      `update slot set capacity = coalesce($2, capacity), is_closed = $3, release_at = coalesce($4, release_at)
       where roster_id = $1`,
      [
        roster.id,
        roster.is_from_hospital ? null : slotPlaces(wish.capacity),
        wish.isClosed,
        wish.releaseAt ?? null,
      ],
    );
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
    // New places and those of a clinic that opens again are waited for like any that came free.
    await this.freedPlaces.settle(tx, freed);
    const [row] = await tx.query<RosterRow>(selectRosters('r.id = $1'), [roster.id]);
    return presentRoster(row!);
  }

  /**
   * Closing takes the free places out of reach one by one, so no claim can slip through beside it. What is
   * offered to somebody stays promised, and is closed when they do not take it.
   * @returns the places that may be had now and could not be had before
   */
  private async changePlaces(tx: Tx, roster: LockedRoster, wish: Wish): Promise<FreedPlace[]> {
    const rosterId = roster.id;
    const places = await this.rosterLocks.places(tx, rosterId);
    const slots = await tx.query<{ id: string }>(
      `select id from slot where roster_id = $1 order by starts_at`,
      [rosterId],
    );
    const slotIds = slots.map((slot) => slot.id);
    const change: CapacityChange = roster.is_from_hospital
      ? { add: [], remove: [] }
      : planCapacityChange(places, slotIds, wish.capacity);
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
    const turned = await tx.query<{ slot_id: string; number: number }>(
      `update place set state = $2 from slot
       where slot.id = place.slot_id and slot.roster_id = $1 and place.state = $3
       returning place.slot_id, place.number`,
      wish.isClosed ? [rosterId, 'closed', 'free'] : [rosterId, 'free', 'closed'],
    );
    if (wish.isClosed) return [];
    return [...turned, ...change.add].map((place) => ({
      slotId: place.slot_id,
      number: place.number,
    }));
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
