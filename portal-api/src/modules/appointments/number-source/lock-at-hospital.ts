import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError, systemActor, UnitOfWork } from '../../../kernel';
import { Appointments } from '../ending/appointment.repository';
import { EndAppointment } from '../ending/end-appointment';
import { HospitalConfirmations } from './hospital-confirmations';
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
  @Inject()
  hospitalConfirmations: HospitalConfirmations;

  /**
   * @throws SLOT_FULL when somebody else has it there; the place is then closed here as well.
   * INVALID_STATE when they know no such number; staff are told, and the place stays as it was.
   * PROVIDER_UNAVAILABLE when nobody answers; the place stays held meanwhile
   */
  async require(appointmentId: string): Promise<void> {
    const lock = await this.numberSourceHolder.source.lock(appointmentId);
    if (lock === 'ours') return;
    if (lock === 'locked') {
      // Known before anybody pays, so that nobody is told of a success that is not there yet.
      await this.hospitalConfirmations.expect(appointmentId);
      return;
    }
    if (lock === 'unknown') {
      throw new AppError('PROVIDER_UNAVAILABLE', {
        message: '医院系统暂时没有应答，号源仍为您保留，请稍后再试',
      });
    }
    await this.giveUp(appointmentId, lock === 'refused');
    if (lock === 'refused') throw new AppError('SLOT_FULL');
    throw new AppError('INVALID_STATE', { message: '该时段暂不支持网上预约，请选择其他时段' });
  }

  /**
   * The number is not to be had: what was promised ends, and what was paid goes back. Safe to repeat.
   * @param isPlaceGone somebody else has it there: nobody is to be offered it here
   */
  async giveUp(appointmentId: string, isPlaceGone: boolean): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      const appointment = await this.appointments.lock(tx, appointmentId);
      if (appointment?.status !== 'pending' && appointment?.status !== 'booked') return;
      await this.endAppointment.run(tx, systemActor('number-source'), appointment, {
        action: 'appointment.refused',
        by: 'system',
        reason: 'number-refused',
        note: '医院号源未能确认',
        isPlaceGone,
      });
    });
  }
}
