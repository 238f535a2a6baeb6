import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import { AppError, Database, type Actor } from '../../../kernel';
import { StaffAppointments } from '../staff/staff-appointments';
import { CheckIn } from './check-in';
import { QueueSlips } from './queue-slips';

/** Check-in at the desk: by the code on the phone, or by hand, also when late. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class DeskCheckIn {
  @Inject()
  database: Database;
  @Inject()
  staffAppointments: StaffAppointments;
  @Inject()
  checkIn: CheckIn;
  @Inject()
  queueSlips: QueueSlips;

  /** @throws NOT_FOUND for an unknown code and for a visit out of reach alike */
  async find(actor: Actor, code: string): Promise<ResponseOf<'findCheckIn'>> {
    const [found] = await this.database.query<{ id: string }>(
      `select id from appointment where check_in_code = $1`,
      [code.toUpperCase()],
    );
    if (!found) throw new AppError('NOT_FOUND');
    return this.staffAppointments.get(actor, found.id);
  }

  async run(actor: Actor, appointmentId: string): Promise<ResponseOf<'checkInAppointment'>> {
    const { staff } = await this.staffAppointments.require(actor, 'queue.create', appointmentId);
    await this.checkIn.run(staff, appointmentId, 'desk');
    return this.queueSlips.of(appointmentId);
  }
}
