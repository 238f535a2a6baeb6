import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { ageOn, maskName, type ResponseOf } from '@suizhen/contract';
import { Audit, KernelContext, Settings, type Actor } from '../../../kernel';
import { Policy } from '../../identity';
import { hospitalName } from '../appointment.settings';
import { locationOf } from '../reading/my-appointment.presenter';
import { StaffAppointments } from './staff-appointments';

/** What goes on the slip that the patient takes along. Each print is recorded. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class GetAppointmentSlip {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;
  @Inject()
  staffAppointments: StaffAppointments;

  async run(actor: Actor, appointmentId: string): Promise<ResponseOf<'getAppointmentSlip'>> {
    const { staff, row } = await this.staffAppointments.require(
      actor,
      'appointment.print',
      appointmentId,
    );
    await this.audit.record(staff, {
      action: 'appointment.print',
      resourceKind: 'appointment',
      resourceId: row.id,
      patientId: row.patient_id,
    });
    const seesClear = this.policy.seesClear(staff, 'appointment.print');
    return {
      hospitalName: await this.settings.get(hospitalName),
      branchName: row.branch_name,
      branchAddress: row.branch_address,
      appointmentNo: row.appointment_no,
      queueNumber: row.place_number,
      patientName: seesClear ? row.patient_name : maskName(row.patient_name),
      patientGender: row.patient_gender,
      patientAge: ageOn(row.birth_date, row.date),
      cardNumber: row.card_number,
      departmentName: row.department_name,
      doctorName: row.doctor_name,
      doctorTitle: row.doctor_title,
      location: locationOf(row),
      startsAt: row.starts_at.toISOString(),
      endsAt: row.ends_at.toISOString(),
      feeFen: row.fee_fen,
      feeState: row.fee_state,
      paymentMethod: row.payment?.method ?? null,
      checkInCode: row.status === 'booked' ? row.check_in_code : null,
      printedAt: this.kernelContext.clock.now().toISOString(),
      printedBy: staff.name,
    };
  }
}
