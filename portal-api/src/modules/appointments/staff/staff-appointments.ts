import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type {
  CancelActor,
  CancelReason,
  DoctorTitle,
  PaymentMethod,
  Permission,
  ResponseOf,
} from '@suizhen/contract';
import {
  AppError,
  Audit,
  Database,
  KernelContext,
  type Actor,
  type StaffActor,
} from '../../../kernel';
import { Policy } from '../../identity';
import { isPaidAtDesk, presentRefund } from '../reading/my-appointment.presenter';
import { whichPayment, type RefundView } from '../reading/appointment-view';
import { AppointmentHistory } from './appointment-history';
import { presentRow, rowColumns, rowTables, type AppointmentRow } from './appointment-row';

type Detail = ResponseOf<'getAppointment'>;

export interface DetailRow extends AppointmentRow {
  slot_id: string;
  room: string;
  staff_id: string | null;
  team_id: string | null;
  branch_name: string;
  branch_address: string;
  department_location: string;
  doctor_title: DoctorTitle;
  card_number: string;
  check_in_code: string;
  cancel_reason: CancelReason | null;
  cancelled_by: CancelActor | null;
  cancelled_at: Date | null;
  hold_expires_at: Date | null;
  payment: {
    id: string;
    no: string;
    method: PaymentMethod;
    amount_fen: number;
    paid_at: string | null;
  } | null;
  refund: RefundView | null;
}

const detailSql = `select ${rowColumns}, a.slot_id, r.room, a.staff_id, st.team_id, b.name as branch_name,
    b.address as branch_address, dp.location as department_location, d.title as doctor_title, p.card_number,
    a.check_in_code, a.cancel_reason, a.cancelled_by, a.cancelled_at, h.expires_at as hold_expires_at,
    pay.payment, rf.refund
  from ${rowTables}
    join branch b on b.id = a.branch_id
    join slot s on s.id = a.slot_id
    join roster r on r.id = s.roster_id
    left join staff st on st.id = a.staff_id
    left join hold h on h.appointment_id = a.id and h.purpose = 'booking' and h.state = 'active'
    left join lateral (
      select jsonb_build_object('id', o.id, 'no', o.payment_no, 'method', o.method, 'amount_fen', o.amount_fen,
               'paid_at', o.paid_at) as payment
        from payment_order o where o.appointment_id = a.id
       order by ${whichPayment} limit 1) pay on true
    left join lateral (
      select jsonb_build_object('refund_no', f.refund_no, 'amount_fen', f.amount_fen, 'state', f.state,
               'requested_at', f.requested_at, 'succeeded_at', f.succeeded_at) as refund
        from refund f join payment_order o on o.id = f.payment_id
       where o.appointment_id = a.id order by f.requested_at desc limit 1) rf on true
  where a.id = $1`;

/** One appointment as staff see it, within their scope; each look is recorded. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class StaffAppointments {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;
  @Inject()
  appointmentHistory: AppointmentHistory;

  /** Shows one and records the look. */
  async get(actor: Actor, appointmentId: string): Promise<Detail> {
    const { staff, row } = await this.require(actor, 'appointment.display', appointmentId);
    await this.audit.record(staff, {
      action: 'appointment.display',
      resourceKind: 'appointment',
      resourceId: row.id,
      patientId: row.patient_id,
    });
    return this.present(staff, row);
  }

  /** What an action of one's own has made of it: within the scope of the action, no look of its own. */
  async afterwards(staff: StaffActor, appointmentId: string): Promise<Detail> {
    return this.present(staff, await this.read(appointmentId));
  }

  /** @throws NOT_FOUND when there is none within the scope of the permission */
  async require(
    actor: Actor,
    permission: Permission,
    appointmentId: string,
  ): Promise<{ staff: StaffActor; row: DetailRow }> {
    this.policy.require(actor, permission);
    const row = await this.read(appointmentId);
    const staff = this.policy.require(actor, permission, {
      branchId: row.branch_id,
      departmentId: row.department_id,
      doctorId: row.doctor_id,
      staffId: row.staff_id,
      teamId: row.team_id,
    });
    return { staff, row };
  }

  private async read(appointmentId: string): Promise<DetailRow> {
    // Planning all these joins takes many times as long as running them.
    const rows = await this.database.query<DetailRow & Record<string, unknown>>(
      detailSql,
      [appointmentId],
      'staff-appointment',
    );
    if (!rows[0]) throw new AppError('NOT_FOUND');
    return rows[0];
  }

  private async present(staff: StaffActor, row: DetailRow): Promise<Detail> {
    const context = {
      seesClear: this.policy.seesClear(staff, 'appointment.display'),
      secrets: this.kernelContext.secrets,
    };
    const isLive = ['pending', 'booked', 'arrived'].includes(row.status);
    const isOwed = row.fee_state === 'unpaid' || row.fee_state === 'pay-at-desk';
    return {
      ...presentRow(row, context),
      slotId: row.slot_id,
      room: row.room,
      branchName: row.branch_name,
      cancelReason: row.cancel_reason,
      cancelledBy: row.cancelled_by,
      cancelledAt: row.cancelled_at?.toISOString() ?? null,
      payment: row.payment && {
        id: row.payment.id,
        paymentNo: row.payment.no,
        method: row.payment.method,
        amountFen: row.payment.amount_fen,
        paidAt: row.payment.paid_at && new Date(row.payment.paid_at).toISOString(),
      },
      refund: row.refund && presentRefund(row.refund),
      holdExpiresAt: row.hold_expires_at?.toISOString() ?? null,
      mayCancel: isLive && mayCancel(staff, row),
      mayTakePayment: isLive && isOwed && staff.grants.has('payment.create'),
      history: await this.appointmentHistory.of(row.id, row),
    };
  }
}

/** Money from the till goes back over the counter; see `CancelAppointment`. */
function mayCancel(staff: StaffActor, row: DetailRow): boolean {
  const isDeskMoney = isPaidAtDesk({
    fee_state: row.fee_state,
    payment_method: row.payment?.method ?? null,
  });
  return (
    staff.grants.has('appointment.update') && (!isDeskMoney || staff.grants.has('payment.update'))
  );
}
