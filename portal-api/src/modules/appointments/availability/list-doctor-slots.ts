import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import { AppError, Database, type LocalDate } from '../../../kernel';
import { BookingWindowReader } from './booking-window';
import { HospitalClinics } from './hospital-clinics';
import { presentSlot, slotColumns, type SlotRow } from './slot-row';

// The page everybody reloads at the hour of release: one prepared statement. The doctor's own row comes
// back even on a day without slots, so an unknown doctor costs no second look.
export const doctorSlotsSql = `
  select ${slotColumns}
  from doctor
  join department home on home.id = doctor.department_id and home.is_active
  join branch on branch.id = home.branch_id and branch.is_active
  left join slot s on s.doctor_id = doctor.id and s.date = $2 and s.starts_at > $3
  left join department on department.id = s.department_id
  where doctor.id = $1 and doctor.is_active
  order by s.starts_at`;

/** Slots of a doctor on one day that are still to come, with what patients may take. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ListDoctorSlots {
  @Inject()
  database: Database;
  @Inject()
  bookingWindowReader: BookingWindowReader;
  @Inject()
  hospitalClinics: HospitalClinics;

  async run(doctorId: string, date: LocalDate): Promise<ResponseOf<'listDoctorSlots'>> {
    const window = await this.bookingWindowReader.now();
    const rows = await this.database.query<SlotRow>(
      doctorSlotsSql,
      [doctorId, date, window.now],
      'doctor-slots',
    );
    if (rows.length === 0) throw new AppError('NOT_FOUND', { message: '没有找到这位医生' });
    const slots = rows.filter((row) => row.id !== null);
    const untold = await this.hospitalClinics.untoldAmong(slots);
    return { items: slots.map((row) => presentSlot(row, window, !untold.has(row.id))) };
  }
}
