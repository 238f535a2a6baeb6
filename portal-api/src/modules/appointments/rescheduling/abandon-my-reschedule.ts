import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import { AppError, UnitOfWork, type Actor } from '../../../kernel';
import { Appointments } from '../ending/appointment.repository';
import { FreedPlaces } from '../places';
import { MyAppointments } from '../reading/my-appointments';
import { AbandonMove } from './abandon-move';

/** A patient gives up a move that waits for its difference; the visit stays where it is. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AbandonMyReschedule {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  appointments: Appointments;
  @Inject()
  freedPlaces: FreedPlaces;
  @Inject()
  myAppointments: MyAppointments;
  @Inject()
  abandonMove: AbandonMove;

  async run(actor: Actor, appointmentId: string): Promise<ResponseOf<'abandonMyReschedule'>> {
    await this.myAppointments.requireMine(actor, appointmentId);
    await this.unitOfWork.run(async (tx) => {
      const appointment = await this.appointments.lock(tx, appointmentId);
      if (!appointment) throw new AppError('NOT_FOUND');
      const freed = await this.abandonMove.run(tx, actor, appointment);
      if (freed.length === 0) throw new AppError('INVALID_STATE');
      await this.freedPlaces.settle(tx, freed);
    });
    return this.myAppointments.get(actor, appointmentId);
  }
}
