import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import { Database, KernelContext } from '../../../kernel';

export type StaffSlotAnswer = ResponseOf<'listSlotsForStaff'>['items'][number];

interface StaffSlotRow extends Record<string, unknown> {
  id: string;
  roster_id: string;
  doctor_id: string;
  doctor_name: string;
  department_id: string;
  department_name: string;
  starts_at: Date;
  ends_at: Date;
  capacity: number;
  taken: number;
  for_wechat: number;
  for_phone: number;
  for_desk: number;
  fee_fen: string;
  room: string;
  is_closed: boolean;
  release_at: Date;
}

const free = (channel: string) =>
  `count(*) filter (where state = 'free' and channel in ('any', '${channel}'))::int`;

/** Slots with what each channel may still take. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class StaffSlots {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;

  /**
   * @param condition over the alias `s` (slot)
   * @param values of the condition, from `$1` on
   */
  async read(condition: string, values: readonly unknown[]): Promise<StaffSlotAnswer[]> {
    const rows = await this.database.query<StaffSlotRow>(
      `select s.id, s.roster_id, s.doctor_id, doctor.name as doctor_name, s.department_id,
         department.name as department_name, s.starts_at, s.ends_at, s.capacity, s.fee_fen, s.is_closed,
         s.release_at, roster.room, p.*
       from slot s
       join roster on roster.id = s.roster_id
       join doctor on doctor.id = s.doctor_id
       join department on department.id = s.department_id
       cross join lateral (
         select count(*) filter (where state in ('held', 'offered', 'sold'))::int as taken,
           ${free('wechat')} as for_wechat, ${free('phone')} as for_phone, ${free('desk')} as for_desk
         from place where place.slot_id = s.id) p
       where ${condition}
       order by doctor.name, s.doctor_id, s.starts_at`,
      values,
    );
    const now = this.kernelContext.clock.now();
    return rows.map((row) => presentStaffSlot(row, now));
  }
}

function presentStaffSlot(row: StaffSlotRow, now: Date): StaffSlotAnswer {
  return {
    id: row.id,
    rosterId: row.roster_id,
    doctorId: row.doctor_id,
    doctorName: row.doctor_name,
    departmentId: row.department_id,
    departmentName: row.department_name,
    startsAt: row.starts_at.toISOString(),
    endsAt: row.ends_at.toISOString(),
    capacity: row.capacity,
    taken: row.taken,
    remaining: { wechat: row.for_wechat, phone: row.for_phone, desk: row.for_desk },
    feeFen: Number(row.fee_fen),
    room: row.room,
    isOpen: !row.is_closed && row.ends_at > now,
    isReleased: row.release_at <= now,
  };
}
