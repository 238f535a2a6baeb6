import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Permission, ResponseOf } from '@suizhen/contract';
import {
  Audit,
  Database,
  decodeMomentCursor,
  KernelContext,
  pageFrom,
  type Actor,
} from '../../../kernel';
import { maskedPhoneOf } from '../patient-secrets';
import { RecordViews } from '../record-views';
import { PatientAccess } from './patient-access';

interface Page {
  cursor?: string | undefined;
  limit: number;
}

type Appointment = ResponseOf<'listPatientAppointments'>['items'][number];
type Payment = ResponseOf<'listPatientPayments'>['items'][number];
type Proxy = ResponseOf<'listPatientProxies'>['items'][number];

interface AppointmentRow extends Record<string, unknown> {
  id: string;
  appointment_no: string;
  date: string;
  starts_at: Date;
  department_name: string;
  doctor_name: string;
  status: Appointment['status'];
  fee_fen: string;
  fee_state: Appointment['feeState'];
}

interface PaymentRow extends Record<string, unknown> {
  id: string;
  payment_no: string;
  appointment_id: string;
  appointment_no: string;
  method: Payment['method'];
  state: Payment['state'];
  amount_fen: string;
  created_at: Date;
  paid_at: Date | null;
  refund_no: string | null;
  refund_fen: string;
  refund_state: Payment['refunds'][number]['state'];
  refund_reason: string;
  requested_at: Date;
  succeeded_at: Date | null;
}

/** The tabs of the patient page: what happened, within the reader's scope. Reads only, of what other modules keep. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PatientHistory {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  audit: Audit;
  @Inject()
  patientAccess: PatientAccess;
  @Inject()
  recordViews: RecordViews;

  async appointments(
    actor: Actor,
    patientId: string,
    page: Page,
  ): Promise<ResponseOf<'listPatientAppointments'>> {
    const [at, id] = decodeMomentCursor(page.cursor) ?? [null, null];
    const values: unknown[] = [patientId, at, id, page.limit + 1];
    const visits = await this.open(actor, 'patient.display', patientId, 'appointment', values);
    const rows = await this.database.query<AppointmentRow>(
      `select a.id, a.appointment_no, a.date::text, a.starts_at, d.name as department_name,
         c.name as doctor_name, a.status, a.fee_fen, a.fee_state
         from appointment a join department d on d.id = a.department_id join doctor c on c.id = a.doctor_id
        where a.patient_id = $1 and ($2::timestamptz is null or (a.starts_at, a.id) < ($2, $3::uuid))
          and ${visits}
        order by a.starts_at desc, a.id desc limit $4`,
      values,
    );
    return pageFrom(
      rows,
      page.limit,
      (row) => [row.starts_at.toISOString(), row.id],
      presentAppointment,
    );
  }

  async payments(
    actor: Actor,
    patientId: string,
    page: Page,
  ): Promise<ResponseOf<'listPatientPayments'>> {
    const [at, id] = decodeMomentCursor(page.cursor) ?? [null, null];
    const values: unknown[] = [patientId, at, id, page.limit + 1];
    const visits = await this.open(actor, 'payment.display', patientId, 'payment', values);
    const rows = await this.database.query<PaymentRow>(
      `select o.id, o.payment_no, o.appointment_id, a.appointment_no, o.method, o.state, o.amount_fen,
         o.created_at, o.paid_at, r.refund_no, r.amount_fen as refund_fen, r.state as refund_state,
         r.reason as refund_reason, r.requested_at, r.succeeded_at
         from payment_order o join appointment a on a.id = o.appointment_id
         left join refund r on r.payment_id = o.id
        where o.patient_id = $1 and ($2::timestamptz is null or (o.created_at, o.id) < ($2, $3::uuid))
          and ${visits}
        order by o.created_at desc, o.id desc limit $4`,
      values,
    );
    return pageFrom(
      rows,
      page.limit,
      (row) => [row.created_at.toISOString(), row.id],
      presentPayment,
    );
  }

  async proxies(actor: Actor, patientId: string): Promise<ResponseOf<'listPatientProxies'>> {
    await this.open(actor, 'patient.display', patientId, 'proxy', []);
    const { secrets } = this.kernelContext;
    const rows = await this.database.query<{
      account_id: string;
      phone_cipher: string | null;
      relation: Proxy['relation'];
      created_at: Date;
      ended_at: Date | null;
    }>(
      `select x.account_id, c.phone_cipher, x.relation, x.created_at, x.ended_at
         from proxy x join account c on c.id = x.account_id where x.patient_id = $1
        order by x.ended_at is not null, x.created_at desc, x.id desc limit 200`,
      [patientId],
    );
    const items = rows.map((row) => ({
      accountId: row.account_id,
      accountPhoneMasked: maskedPhoneOf(secrets, row.phone_cipher),
      relation: row.relation,
      since: row.created_at.toISOString(),
      endedAt: row.ended_at?.toISOString() ?? null,
    }));
    return { items };
  }

  async views(
    actor: Actor,
    patientId: string,
    page: Page,
  ): Promise<ResponseOf<'listPatientRecordViews'>> {
    await this.open(actor, 'patient.display', patientId, 'record-view', []);
    return this.recordViews.page(patientId, page, 'full');
  }

  /** Checks and records the look. @returns SQL over `appointment a`: which visits this reader may see */
  private async open(
    actor: Actor,
    permission: Permission,
    patientId: string,
    resourceKind: string,
    values: unknown[],
  ): Promise<string> {
    const { staff } = await this.patientAccess.require(actor, permission, patientId);
    await this.audit.record(staff, {
      action: `${resourceKind}.display`,
      resourceKind,
      resourceId: patientId,
      patientId,
    });
    return this.patientAccess.visitCondition(staff, permission, 'a', values);
  }
}

function presentAppointment(row: AppointmentRow): Appointment {
  return {
    id: row.id,
    appointmentNo: row.appointment_no,
    date: row.date,
    startsAt: row.starts_at.toISOString(),
    departmentName: row.department_name,
    doctorName: row.doctor_name,
    status: row.status,
    feeFen: Number(row.fee_fen),
    feeState: row.fee_state,
  };
}

function presentPayment(row: PaymentRow): Payment {
  const refund = row.refund_no && {
    refundNo: row.refund_no,
    amountFen: Number(row.refund_fen),
    state: row.refund_state,
    reason: row.refund_reason,
    requestedAt: row.requested_at.toISOString(),
    succeededAt: row.succeeded_at?.toISOString() ?? null,
  };
  return {
    id: row.id,
    paymentNo: row.payment_no,
    appointmentId: row.appointment_id,
    appointmentNo: row.appointment_no,
    method: row.method,
    state: row.state,
    amountFen: Number(row.amount_fen),
    paidAt: row.paid_at?.toISOString() ?? null,
    refunds: refund ? [refund] : [],
  };
}
