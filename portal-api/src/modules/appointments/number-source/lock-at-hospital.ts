import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError, systemActor, UnitOfWork } from '../../../kernel';
import { Appointments } from '../ending/appointment.repository';
import { EndAppointment } from '../ending/end-appointment';
import { NumberSourceHolder } from './ports';

/**
 * Between the place that is held here and the money: the owner of the numbers agrees. Asked outside of any
 * transaction, since it goes over the network.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class LockAtHospital {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  numberSourceHolder: NumberSourceHolder;
  @Inject()
  appointments: Appointments;
  @Inject()
  endAppointment: EndAppointment;

  /**
   * @throws SLOT_FULL when somebody else has it there; the place is then closed here as well.
   * PROVIDER_UNAVAILABLE when nobody answers; the place stays held meanwhile
   */
  async require(appointmentId: string): Promise<void> {
    const lock = await this.numberSourceHolder.source.lock(appointmentId);
    if (lock === 'ours' || lock === 'locked') return;
    if (lock === 'unknown') {
      throw new AppError('PROVIDER_UNAVAILABLE', {
        message: '医院系统暂时没有应答，号源仍为您保留，请稍后再试',
      });
    }
    await this.giveUp(appointmentId);
    throw new AppError('SLOT_FULL');
  }

  /** The number is not to be had: what was promised ends, and what was paid goes back. Safe to repeat. */
  async giveUp(appointmentId: string): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      const appointment = await this.appointments.lock(tx, appointmentId);
      if (appointment?.status !== 'pending' && appointment?.status !== 'booked') return;
      await this.endAppointment.run(tx, systemActor('number-source'), appointment, {
        action: 'appointment.refused',
        by: 'system',
        reason: 'number-refused',
        note: '医院号源未能确认',
        isPlaceGone: true,
      });
    });
  }
}
