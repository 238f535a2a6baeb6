import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { maskPhone, type RequestOf, type ResponseOf, type RoleId } from '@suizhen/contract';
import {
  AppError,
  Database,
  decodeCursor,
  KernelContext,
  pageFrom,
  realTime,
} from '../../../kernel';
import { Policy } from '../policy/policy';
import type { ScopeFilter } from '../policy/scope';

export type StaffMember = ResponseOf<'createStaff'>;

type MemberRow = {
  id: string;
  username: string;
  name: string;
  phone_cipher: string | null;
  roles: RoleId[];
  branch_id: string | null;
  branch_name: string | null;
  department_id: string | null;
  department_name: string | null;
  team_id: string | null;
  team_name: string | null;
  doctor_id: string | null;
  is_active: boolean;
  locked_until: Date | null;
  is_totp_enabled: boolean;
  last_sign_in_at: Date | null;
  version: number;
};

const selectMembers = `
  select m.id, m.username, m.name, m.phone_cipher, m.branch_id, b.name as branch_name, m.department_id,
         d.name as department_name, m.team_id, t.name as team_name, m.doctor_id, m.is_active, m.locked_until,
         m.totp_secret_cipher is not null as is_totp_enabled, m.last_sign_in_at, m.version,
         (select coalesce(array_agg(sr.role_id order by r.sort_order), '{}')
            from staff_role sr join role r on r.id = sr.role_id where sr.staff_id = m.id) as roles
    from staff m
    left join branch b on b.id = m.branch_id
    left join department d on d.id = m.department_id
    left join team t on t.id = m.team_id`;

const scopeColumns = { branch: 'm.branch_id', department: 'm.department_id', staff: 'm.id' };

/** Staff members as administrators see them. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class StaffMembers {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  policy: Policy;

  async list(
    scope: ScopeFilter,
    query: RequestOf<'listStaff'>['query'],
  ): Promise<ResponseOf<'listStaff'>> {
    const values: unknown[] = [];
    const parameter = (value: unknown): string => `$${values.push(value)}`;
    const where = [this.policy.scopeCondition(scope, scopeColumns, values)];
    if (query.branchId) where.push(`m.branch_id = ${parameter(query.branchId)}`);
    if (query.teamId) where.push(`m.team_id = ${parameter(query.teamId)}`);
    if (query.role) {
      where.push(
        `exists (select 1 from staff_role x where x.staff_id = m.id and x.role_id = ${parameter(query.role)})`,
      );
    }
    if (query.q) {
      const like = parameter(`%${query.q.replace(/[\\%_]/g, '\\$&')}%`);
      where.push(`(m.name like ${like} or m.username like lower(${like}))`);
    }
    const after = decodeCursor(query.cursor, 1);
    if (after) where.push(`m.username > ${parameter(after[0])}`);
    const rows = await this.database.query<MemberRow>(
      `${selectMembers} where ${where.join(' and ')} order by m.username limit ${parameter(query.limit + 1)}`,
      values,
    );
    return pageFrom(
      rows,
      query.limit,
      (row) => [row.username],
      (row) => this.present(row),
    );
  }

  /** @throws NOT_FOUND also for one outside the scope */
  async get(scope: ScopeFilter, staffId: string): Promise<StaffMember> {
    const values: unknown[] = [staffId];
    const within = this.policy.scopeCondition(scope, scopeColumns, values);
    const rows = await this.database.query<MemberRow>(
      `${selectMembers} where m.id = $1 and ${within}`,
      values,
    );
    if (!rows[0]) throw new AppError('NOT_FOUND');
    return this.present(rows[0]);
  }

  private present(row: MemberRow): StaffMember {
    const phone = this.kernelContext.secrets.decryptOptional(row.phone_cipher);
    return {
      id: row.id,
      username: row.username,
      name: row.name,
      phoneMasked: phone ? maskPhone(phone) : '',
      roles: row.roles,
      branchId: row.branch_id,
      branchName: row.branch_name,
      departmentId: row.department_id,
      departmentName: row.department_name,
      teamId: row.team_id,
      teamName: row.team_name,
      doctorId: row.doctor_id,
      isActive: row.is_active,
      isLocked: row.locked_until !== null && row.locked_until > realTime.now(),
      isTotpEnabled: row.is_totp_enabled,
      lastSignInAt: row.last_sign_in_at?.toISOString() ?? null,
      version: row.version,
    };
  }
}
