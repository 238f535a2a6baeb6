import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { maskName, type FeeState, type RequestOf, type ResponseOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  Database,
  decodeMomentCursor,
  KernelContext,
  pageFrom,
  type Actor,
  type Secrets,
} from '../../../kernel';
import { Policy } from '../../identity';
import { maskedPhoneOf } from '../../patients';
import { caseSubject, type CaseRow } from './suspension-cases';

type Answer = ResponseOf<'listSuspensionCases'>['items'][number];

interface ListedCase extends CaseRow {
  patient_name: string;
  phone_cipher: string;
  new_starts_at: Date;
  new_doctor_name: string;
  fee_fen: number;
  fee_state: FeeState;
  reached_at: Date | null;
  reached_by: string;
  work_item_id: string | null;
  resolved_at: Date | null;
  resolved_by: string;
}

/** Every affected patient of a suspension, within the reader's scope. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ListSuspensionCases {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  database: Database;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;

  async run(
    actor: Actor,
    suspensionId: string,
    query: RequestOf<'listSuspensionCases'>['query'],
  ): Promise<ResponseOf<'listSuspensionCases'>> {
    const staff = this.policy.require(actor, 'appointment.display');
    await this.requireSuspension(suspensionId);
    const values: unknown[] = [suspensionId, query.limit + 1, caseSubject];
    const scope = this.policy.scope(staff, 'appointment.display');
    const columns = {
      branch: 'c.branch_id',
      department: 'c.department_id',
      doctor: 'c.doctor_id',
      staff: 'a.staff_id',
    };
    const conditions = ['c.suspension_id = $1', this.policy.scopeCondition(scope, columns, values)];
    if (query.state) conditions.push(`c.state = $${values.push(query.state)}`);
    const cursor = decodeMomentCursor(query.cursor);
    if (cursor) {
      const [at, id] = [values.push(cursor[0]), values.push(cursor[1])];
      conditions.push(`(c.starts_at, c.id) > ($${at}, $${id}::uuid)`);
    }
    const rows = await this.database.query<ListedCase>(
      `${casesSql} where ${conditions.join(' and ')} order by c.starts_at, c.id limit $2`,
      values,
    );
    await this.audit.record(staff, {
      action: 'suspension.display',
      resourceKind: 'suspension',
      resourceId: suspensionId,
      detail: { state: query.state, count: Math.min(rows.length, query.limit) },
    });
    const seesClear = this.policy.seesClear(staff, 'appointment.display');
    const { secrets } = this.kernelContext;
    return pageFrom(
      rows,
      query.limit,
      (row) => [row.starts_at.toISOString(), row.id],
      (row) => presentCase(row, seesClear, secrets),
    );
  }

  private async requireSuspension(id: string): Promise<void> {
    const found = await this.database.query(`select 1 from clinic_suspension where id = $1`, [id]);
    if (found.length === 0) throw new AppError('NOT_FOUND');
  }
}

const casesSql = `
  select c.*, p.name as patient_name, p.phone_cipher, d.name as doctor_name, a.starts_at as new_starts_at,
    n.name as new_doctor_name, a.fee_fen::float8 as fee_fen, a.fee_state, w.id as work_item_id
  from suspension_case c
  join appointment a on a.id = c.appointment_id
  join patient p on p.id = c.patient_id
  join doctor d on d.id = c.doctor_id
  join doctor n on n.id = a.doctor_id
  left join lateral (
    select id from work_item where subject_kind = $3 and subject_id = c.id order by created_at desc limit 1) w on true`;

function presentCase(row: ListedCase, seesClear: boolean, secrets: Secrets): Answer {
  const hasMoved = row.state === 'rescheduled';
  return {
    id: row.id,
    suspensionId: row.suspension_id,
    appointmentId: row.appointment_id,
    state: row.state,
    patientId: row.patient_id,
    patientName: seesClear ? row.patient_name : maskName(row.patient_name),
    phoneMasked: maskedPhoneOf(secrets, row.phone_cipher),
    doctorName: row.doctor_name,
    startsAt: row.starts_at.toISOString(),
    newStartsAt: hasMoved ? row.new_starts_at.toISOString() : null,
    newDoctorName: hasMoved ? row.new_doctor_name : null,
    feeFen: row.fee_fen,
    feeState: row.fee_state,
    toldAt: row.told_at?.toISOString() ?? null,
    reachedAt: row.reached_at?.toISOString() ?? null,
    reachedBy: row.reached_by,
    workItemId: row.work_item_id,
    resolvedAt: row.resolved_at?.toISOString() ?? null,
    resolvedBy: row.resolved_by,
  };
}
