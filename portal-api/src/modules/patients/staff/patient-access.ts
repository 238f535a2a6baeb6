import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Permission } from '@suizhen/contract';
import {
  AppError,
  Database,
  KernelContext,
  realTime,
  type Actor,
  type StaffActor,
} from '../../../kernel';
import { Policy } from '../../identity';
import { patientColumns, type PatientRecord, type StaffView } from '../patient-record';

/** Up to here everybody within reach is listed before a search; beyond, a search walks until a page is full. */
const few = { patients: 5_000, visits: 15_000 };
const manyForMs = 600_000;

/** Of `encounter e`. */
const encounterColumns = {
  branch: 'e.branch_id',
  department: 'e.department_id',
  doctor: 'e.doctor_id',
};

/** How long a record stays open to a desk that found or made it: one working day. */
const openForHours = 12;

/**
 * Which patients a member of the staff may reach.
 *
 * Patients belong to the hospital group and most register themselves, so a patient carries no branch
 * that would have to agree. The rule:
 * - all: everybody.
 * - branch: who was registered at the branch, has an appointment there or was seen there. Searches by
 *   name, initials or phone tail stay within that.
 * - department, team, self: who has an appointment or was seen there, or by the doctor, or was booked by
 *   the member. Seen: as the hospital's own systems tell it, booked here or not.
 * - Somebody new at the counter must be found all the same. Who may register patients (desk, manager,
 *   supervisor, staff) finds them across the group by a whole document, phone or card number, which
 *   only the person at the counter can tell. Each record so found is written to the audit, where the
 *   patient sees it, and stays open to the finder for the working day.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PatientAccess {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  policy: Policy;

  /** Scopes that hold many: for a while they are not counted again. */
  private readonly manyUntil = new Map<string, number>();

  /**
   * The patient, if within reach.
   * @throws FORBIDDEN without the grant, NOT_FOUND out of reach
   */
  async require(
    actor: Actor,
    permission: Permission,
    patientId: string,
  ): Promise<{ staff: StaffActor; record: PatientRecord }> {
    const staff = this.policy.require(actor, permission);
    const values: unknown[] = [patientId];
    const reach = this.condition(staff, permission, values);
    const open = reach === 'true' ? 'false' : this.openToday(staff, values);
    const [record] = await this.database.query<PatientRecord>(
      `select ${patientColumns} from patient p where p.id = $1 and (${reach} or ${open})`,
      values,
    );
    if (!record) throw new AppError('NOT_FOUND');
    return { staff, record };
  }

  /** SQL over `patient p`: who is within reach of a search. */
  condition(staff: StaffActor, permission: Permission, values: unknown[]): string {
    const filter = this.policy.scope(staff, permission);
    if (filter.kind === 'all') return 'true';
    const parts = [
      `exists (select 1 from appointment a where a.patient_id = p.id
        and ${this.visitCondition(staff, permission, 'a', values)})`,
    ];
    const seen = this.policy.scopeCondition(filter, encounterColumns, values);
    if (seen !== 'false') {
      parts.push(`exists (select 1 from encounter e where e.patient_id = p.id and ${seen})`);
    }
    if (filter.kind === 'branch') {
      parts.unshift(`p.registered_branch_id = $${values.push(filter.branchId)}`);
    }
    return `(${parts.join(' or ')})`;
  }

  /**
   * Everybody within reach where they are few, else null. A search over a small ward must not walk
   * through all the 王 of the hospital to find that none of them is there.
   */
  async fewWithinReach(staff: StaffActor, permission: Permission): Promise<string[] | null> {
    const filter = this.policy.scope(staff, permission);
    const key = JSON.stringify(filter);
    const now = realTime.now().getTime();
    if (filter.kind === 'all' || (this.manyUntil.get(key) ?? 0) > now) return null;
    const values: unknown[] = [
      filter.kind === 'branch' ? filter.branchId : null,
      few.patients + 1,
      few.visits + 1,
    ];
    const columns = { department: 'a.department_id', doctor: 'a.doctor_id', staff: 'a.staff_id' };
    const visits = this.policy.scopeCondition(filter, columns, values);
    const seen = this.policy.scopeCondition(filter, encounterColumns, values);
    const rows = await this.database.query<{ id: string; visits: number }>(
      `with registered as (select id from patient where registered_branch_id = $1 limit $2),
         visit as ((select a.patient_id as id from appointment a where ${visits} limit $3)
           union all (select e.patient_id from encounter e where ${seen} limit $3))
       select id, (select count(*)::int from visit) as visits
         from (select id from registered union select id from visit) reach limit $2`,
      values,
    );
    const isFew = rows.length <= few.patients && (rows[0]?.visits ?? 0) <= few.visits;
    if (isFew) return rows.map((row) => row.id);
    this.manyUntil.set(key, now + manyForMs);
    return null;
  }

  /** SQL over an appointment: which visits of a patient are shown. */
  visitCondition(
    staff: StaffActor,
    permission: Permission,
    alias: string,
    values: unknown[],
  ): string {
    const columns = {
      branch: `${alias}.branch_id`,
      department: `${alias}.department_id`,
      doctor: `${alias}.doctor_id`,
      staff: `${alias}.staff_id`,
    };
    return this.policy.scopeCondition(this.policy.scope(staff, permission), columns, values);
  }

  /** Whether a whole number finds people outside the scope. */
  findsAcrossGroup(staff: StaffActor): boolean {
    return staff.grants.has('patient.create');
  }

  viewOf(staff: StaffActor, permission: Permission): StaffView {
    const { secrets, clock } = this.kernelContext;
    return { secrets, today: clock.today(), seesClear: this.policy.seesClear(staff, permission) };
  }

  private openToday(staff: StaffActor, values: unknown[]): string {
    const since = new Date(this.kernelContext.clock.now().getTime() - openForHours * 3_600_000);
    return `exists (select 1 from audit_event e where e.patient_id = p.id
      and e.actor_id = $${values.push(staff.staffId)} and e.at > $${values.push(since)}
      and e.action in ('patient.find', 'patient.create') and e.outcome = 'ok')`;
  }
}
