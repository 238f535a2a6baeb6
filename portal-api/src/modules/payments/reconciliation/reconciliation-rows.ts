import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type {
  AppointmentStatus,
  PaymentState,
  Permission,
  ReconciliationAction,
  ReconciliationDifference,
  ReconciliationRowState,
  ResponseOf,
} from '@suizhen/contract';
import { Database, type LocalDate, type Sql, type StaffActor } from '../../../kernel';
import { Policy } from '../../identity';
import { actionsFor } from './row-actions';

type Row = ResponseOf<'settleReconciliationRow'>;

export interface RowRecord extends Record<string, unknown> {
  id: string;
  date: LocalDate;
  difference: ReconciliationDifference;
  subject: 'payment' | 'refund';
  number: string;
  provider_number: string;
  payment_id: string | null;
  patient_id: string | null;
  our_fen: number | null;
  provider_fen: number | null;
  our_state: PaymentState | null;
  provider_state: string;
  our_at: Date | null;
  provider_at: Date | null;
  state: ReconciliationRowState;
  action: ReconciliationAction | null;
  note: string;
  result: string;
  settled_at: Date | null;
  settler: string | null;
  appointment_status: AppointmentStatus | null;
  branch_id: string | null;
}

const columns = `r.id, r.date::text as date, r.difference, r.subject, r.number, r.provider_number, r.payment_id,
    r.patient_id, r.our_fen::float8 as our_fen, r.provider_fen::float8 as provider_fen, r.our_state, r.provider_state,
    r.our_at, r.provider_at, r.state, r.action, r.note, r.result, r.settled_at, st.name as settler,
    a.status as appointment_status, a.branch_id`;
const tables = `reconciliation_row r
    left join staff st on st.id = r.settled_by
    left join payment_order o on o.id = r.payment_id
    left join appointment a on a.id = o.appointment_id`;

/** Rows of differences, as they are shown and as they are acted upon. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ReconciliationRows {
  @Inject()
  database: Database;
  @Inject()
  policy: Policy;

  ofDay(date: LocalDate): Promise<RowRecord[]> {
    return this.database.query<RowRecord>(
      `select ${columns} from ${tables} where r.date = $1
        order by (r.state = 'settled'), coalesce(r.our_at, r.provider_at), r.id limit 1000`,
      [date],
    );
  }

  async find(id: string, sql: Sql = this.database): Promise<RowRecord | undefined> {
    return (
      await sql.query<RowRecord>(`select ${columns} from ${tables} where r.id = $1`, [id])
    )[0];
  }

  /**
   * The bill is the whole group's, one merchant number for all branches: who may see it sees every row. Whose
   * money it was, and acting on it, stay with those who answer for the branch.
   */
  isWithin(staff: StaffActor, permission: Permission, row: RowRecord): boolean {
    if (row.payment_id === null) return true;
    const scope = this.policy.scope(staff, permission);
    return scope.kind === 'all' || (scope.kind === 'branch' && scope.branchId === row.branch_id);
  }

  actions(row: RowRecord): ReconciliationAction[] {
    return actionsFor({
      difference: row.difference,
      subject: row.subject,
      state: row.state,
      hasRecord: row.payment_id !== null,
      isBooked: row.our_at !== null,
      isAppointmentLive: ['pending', 'booked', 'arrived'].includes(row.appointment_status ?? ''),
      fenAgree: row.our_fen !== null && row.our_fen === row.provider_fen,
      hasBothTimes: row.our_at !== null && row.provider_at !== null,
    });
  }

  present(staff: StaffActor, row: RowRecord): Row {
    const maySee = this.isWithin(staff, 'finance.display', row);
    const mayAct =
      staff.grants.has('finance.update') && this.isWithin(staff, 'finance.update', row);
    return {
      id: row.id,
      date: row.date,
      difference: row.difference,
      subject: row.subject,
      number: row.number,
      providerNumber: row.provider_number,
      paymentId: maySee ? row.payment_id : null,
      patientId: maySee ? row.patient_id : null,
      ourFen: row.our_fen,
      providerFen: row.provider_fen,
      ourState: row.our_state,
      providerState: row.provider_state,
      ourAt: row.our_at?.toISOString() ?? null,
      providerAt: row.provider_at?.toISOString() ?? null,
      state: row.state,
      actions: mayAct ? this.actions(row) : [],
      action: row.action,
      note: row.note,
      result: row.result,
      settledAt: row.settled_at?.toISOString() ?? null,
      settledBy: row.settler,
    };
  }
}
