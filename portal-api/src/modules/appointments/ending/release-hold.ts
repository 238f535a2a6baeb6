import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError, Database, UnitOfWork, type Actor } from '../../../kernel';
import { requireAccount } from '../../identity';
import { Proxies } from '../../patients';
import { Appointments } from './appointment.repository';
import { EndAppointment } from './end-appointment';

/** A patient gives a held place back. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ReleaseHold {
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  proxies: Proxies;
  @Inject()
  appointments: Appointments;
  @Inject()
  endAppointment: EndAppointment;

  async run(actor: Actor, holdId: string): Promise<void> {
    const { accountId } = requireAccount(actor);
    const [hold] = await this.database.query<{ appointment_id: string; patient_id: string }>(
      `select h.appointment_id, a.patient_id from hold h join appointment a on a.id = h.appointment_id
        where h.id = $1`,
      [holdId],
    );
    if (!hold) throw new AppError('NOT_FOUND');
    await this.proxies.require(accountId, hold.patient_id);
    await this.unitOfWork.run(async (tx) => {
      const appointment = await this.appointments.lock(tx, hold.appointment_id);
      if (appointment?.status !== 'pending') throw new AppError('INVALID_STATE');
      await this.endAppointment.run(tx, actor, appointment, {
        action: 'appointment.release',
        by: 'patient',
        reason: null,
        note: '',
      });
    });
  }
}
