import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { DayPeriod, Permission, PlaceState } from '@suizhen/contract';
import { AppError, type Actor, type Tx } from '../../../kernel';
import { Policy } from '../../identity';

export interface LockedRoster extends Record<string, unknown> {
  id: string;
  doctor_id: string;
  department_id: string;
  branch_id: string;
  date: string;
  period: DayPeriod;
  start_time: string;
  end_time: string;
  room: string;
  is_closed: boolean;
  is_from_hospital: boolean;
  shared_capacity: number;
  version: number;
}

export interface LockedPlace extends Record<string, unknown> {
  slot_id: string;
  starts_at: Date;
  number: number;
  channel: 'any' | 'wechat' | 'phone' | 'desk';
  state: PlaceState;
}

/**
 * Takes a roster for one writer: the roster first, then its places in one order. A booking that is
 * claiming a place finishes before, one that comes later waits and sees what was decided.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RosterLocks {
  @Inject()
  policy: Policy;

  /** @throws NOT_FOUND when there is none within the actor's scope */
  async roster(tx: Tx, actor: Actor, permission: Permission, id: string): Promise<LockedRoster> {
    const [roster] = await tx.query<LockedRoster>(
      `select id, doctor_id, department_id, branch_id, date::text, period,
         to_char(start_time, 'HH24:MI') as start_time, to_char(end_time, 'HH24:MI') as end_time,
         room, is_closed, is_from_hospital, shared_capacity, version
       from roster where id = $1 for update`,
      [id],
    );
    if (!roster) throw new AppError('NOT_FOUND');
    this.policy.require(actor, permission, {
      branchId: roster.branch_id,
      departmentId: roster.department_id,
      doctorId: roster.doctor_id,
    });
    return roster;
  }

  places(tx: Tx, rosterId: string): Promise<LockedPlace[]> {
    return tx.query<LockedPlace>(
      `select place.slot_id, slot.starts_at, place.number, place.channel, place.state
       from place join slot on slot.id = place.slot_id
       where slot.roster_id = $1
       order by slot.starts_at, place.number
       for update of place`,
      [rosterId],
    );
  }
}
