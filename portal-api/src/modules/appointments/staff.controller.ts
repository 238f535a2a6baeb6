import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../kernel';
import { BookForPatient } from './staff/book-for-patient';
import { CancelAppointment } from './staff/cancel-appointment';
import { GetAppointmentSlip } from './staff/get-appointment-slip';
import { GetDaySummary } from './staff/get-day-summary';
import { ListAppointments } from './staff/list-appointments';
import { StaffAppointments } from './staff/staff-appointments';
import { TakeDeskPayment } from './staff/take-desk-payment';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class StaffAppointmentsController {
  @Inject()
  listUseCase: ListAppointments;
  @Inject()
  summaryUseCase: GetDaySummary;
  @Inject()
  bookUseCase: BookForPatient;
  @Inject()
  cancelUseCase: CancelAppointment;
  @Inject()
  takePaymentUseCase: TakeDeskPayment;
  @Inject()
  slipUseCase: GetAppointmentSlip;
  @Inject()
  staffAppointments: StaffAppointments;

  @Route('listAppointments')
  async listAppointments(
    request: RequestOf<'listAppointments'>,
    actor: Actor,
  ): Promise<ResponseOf<'listAppointments'>> {
    return this.listUseCase.run(actor, request.query);
  }

  @Route('getDaySummary')
  async getDaySummary(
    request: RequestOf<'getDaySummary'>,
    actor: Actor,
  ): Promise<ResponseOf<'getDaySummary'>> {
    return this.summaryUseCase.run(actor, request.query);
  }

  @Route('bookForPatient')
  async bookForPatient(
    request: RequestOf<'bookForPatient'>,
    actor: Actor,
  ): Promise<ResponseOf<'bookForPatient'>> {
    return this.bookUseCase.run(actor, request.body);
  }

  @Route('getAppointment')
  async getAppointment(
    request: RequestOf<'getAppointment'>,
    actor: Actor,
  ): Promise<ResponseOf<'getAppointment'>> {
    return this.staffAppointments.get(actor, request.params.appointmentId);
  }

  @Route('cancelAppointment')
  async cancelAppointment(
    request: RequestOf<'cancelAppointment'>,
    actor: Actor,
  ): Promise<ResponseOf<'cancelAppointment'>> {
    return this.cancelUseCase.run(actor, request.params.appointmentId, request.body);
  }

  @Route('takeDeskPayment')
  async takeDeskPayment(
    request: RequestOf<'takeDeskPayment'>,
    actor: Actor,
  ): Promise<ResponseOf<'takeDeskPayment'>> {
    return this.takePaymentUseCase.run(actor, request.params.appointmentId, request.body.method);
  }

  @Route('getAppointmentSlip')
  async getAppointmentSlip(
    request: RequestOf<'getAppointmentSlip'>,
    actor: Actor,
  ): Promise<ResponseOf<'getAppointmentSlip'>> {
    return this.slipUseCase.run(actor, request.params.appointmentId);
  }
}
