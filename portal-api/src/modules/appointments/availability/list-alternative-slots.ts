import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import { AppError, Database } from '../../../kernel';
import { BookingWindowReader } from './booking-window';
import { HospitalClinics, isToldSql } from './hospital-clinics';
import { presentSlot, slotColumns, type SlotRow } from './slot-row';

const atMost = 3;
const daysAround = 3;

/** What a patient may take instead of a slot that is gone: same department, nearest in time first. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ListAlternativeSlots {
  @Inject()
  database: Database;
  @Inject()
  bookingWindowReader: BookingWindowReader;
  @Inject()
  hospitalClinics: HospitalClinics;

  async run(slotId: string): Promise<ResponseOf<'listAlternativeSlots'>> {
    const window = await this.bookingWindowReader.now();
    const rows = await this.database.query<SlotRow>(
      `with wanted as (select id, department_id, doctor_id, date, starts_at from slot where id = $1)
       select ${slotColumns}
       from wanted
       join slot s on s.department_id = wanted.department_id
        and s.date between wanted.date - ${daysAround} and wanted.date + ${daysAround}
        and s.id <> wanted.id
       join doctor on doctor.id = s.doctor_id and doctor.is_active
       join department on department.id = s.department_id and department.is_active
       join branch on branch.id = s.branch_id and branch.is_active
       where s.date between $2 and $3 and s.starts_at > $4 and s.release_at <= $4 and not s.is_closed and ${isToldSql('$5')}
         and exists (select 1 from place
                     where place.slot_id = s.id and place.state = 'free' and place.channel in ('any', 'wechat'))
       order by abs(extract(epoch from s.starts_at - wanted.starts_at)),
         s.doctor_id = wanted.doctor_id desc, s.starts_at, s.id
       limit ${atMost}`,
      [slotId, window.today, window.lastDay, window.now, await this.hospitalClinics.branches()],
      'alternative-slots',
    );
    if (rows.length === 0) await this.requireSlot(slotId);
    return { items: rows.map((row) => presentSlot(row, window)) };
  }

  private async requireSlot(slotId: string): Promise<void> {
    const found = await this.database.query(`select 1 from slot where id = $1`, [slotId]);
    if (found.length === 0) throw new AppError('NOT_FOUND');
  }
}
