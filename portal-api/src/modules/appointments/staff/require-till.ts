import { AppError, type StaffActor } from '../../../kernel';
import type { Policy } from '../../identity';
import type { LockedAppointment } from '../ending/appointment.repository';

/** What was paid at the desk is handed out there: only who keeps that till may cancel it away. */
export function requireTill(
  policy: Policy,
  staff: StaffActor,
  appointment: LockedAppointment,
): void {
  if (!staff.grants.has('payment.update')) {
    throw new AppError('FORBIDDEN', { message: '已在前台缴费，请由前台取消并退费' });
  }
  policy.require(staff, 'payment.update', {
    branchId: appointment.branch_id,
    departmentId: appointment.department_id,
    doctorId: appointment.doctor_id,
    staffId: appointment.staff_id,
    teamId: appointment.team_id,
  });
}
