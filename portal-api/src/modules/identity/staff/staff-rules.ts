import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, RoleId } from '@suizhen/contract';
import {
  AppError,
  Database,
  explainRefusal,
  fieldError,
  Settings,
  type StaffActor,
  type Tx,
} from '../../../kernel';
import { passwordMinLength } from '../identity.settings';
import { passwordProblem } from './password-rules';

type Placement = Pick<
  RequestOf<'createStaff'>['body'],
  'roles' | 'branchId' | 'departmentId' | 'teamId' | 'doctorId'
>;

/** Two administrators who remove each other at the same moment pass here one after the other. */
const superAdminLock = 727_002;

/** What must hold of every staff member, whoever writes it. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class StaffRules {
  @Inject()
  database: Database;
  @Inject()
  settings: Settings;

  /** Only a super administrator makes another, or touches one. */
  requireMayGrant(actor: StaffActor, roles: readonly RoleId[]): void {
    if (roles.includes('super-admin') && !actor.roles.includes('super-admin')) {
      throw new AppError('FORBIDDEN');
    }
  }

  async requireGoodPassword(password: string, username: string, path: string): Promise<void> {
    const minLength = await this.settings.get(passwordMinLength);
    const problem = passwordProblem(password, { username, minLength });
    if (problem) throw fieldError(path, problem);
  }

  /** A department lies in the branch, and a doctor signs in as a doctor we know. */
  async requirePlacement(placement: Placement): Promise<void> {
    const { roles, branchId, departmentId, doctorId } = placement;
    if (roles.includes('doctor') && doctorId === null) {
      throw fieldError('body.doctorId', '医生角色需要关联医生档案');
    }
    if (branchId === null || departmentId === null) return;
    const found = await this.database.query<{ branch_id: string }>(
      `select branch_id from department where id = $1`,
      [departmentId],
    );
    if (found[0] && found[0].branch_id !== branchId) {
      throw fieldError('body.departmentId', '该科室不属于所选院区');
    }
  }

  async setRoles(tx: Tx, staffId: string, roles: readonly RoleId[]): Promise<void> {
    await tx.query(`delete from staff_role where staff_id = $1 and role_id <> all($2)`, [
      staffId,
      roles,
    ]);
    await tx.query(
      `insert into staff_role (staff_id, role_id) select $1, role_id from unnest($2::text[]) role_id
       on conflict do nothing`,
      [staffId, roles],
    );
  }

  /** Taken before a change, so that the count after it is true. */
  async lockSuperAdmins(tx: Tx): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock($1)`, [superAdminLock]);
  }

  /** @throws CONFLICT when nobody would be left who may change rights */
  async requireSuperAdmin(tx: Tx): Promise<void> {
    const left = await tx.query(
      `select 1 from staff m join staff_role sr on sr.staff_id = m.id
        where sr.role_id = 'super-admin' and m.is_active limit 1`,
    );
    if (left.length === 0) {
      throw new AppError('CONFLICT', { message: '至少要保留一位启用的超级管理员' });
    }
  }

  explain(error: unknown): unknown {
    return explainRefusal(error, {
      staff_username_key: ['body.username', '用户名已被使用'],
      staff_branch_id_fkey: ['body.branchId', '没有这个院区'],
      staff_department_id_fkey: ['body.departmentId', '没有这个科室'],
      staff_team_id_fkey: ['body.teamId', '没有这个团队'],
      staff_doctor_id_fkey: ['body.doctorId', '没有这位医生'],
    });
  }
}
