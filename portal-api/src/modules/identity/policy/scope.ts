import type { Permission, ScopeKind } from '@suizhen/contract';
import { scopes } from '@suizhen/contract';
import type { ScopedGrant, StaffActor } from '../../../kernel';

/** One row of the role table, as stored. */
export type GrantRow = {
  resource: string;
  verb: string;
  scope: ScopeKind;
  needs_approval: boolean;
  is_masked: boolean;
};

/** How far a permission reaches for one staff member: the scope bound to where they work. */
export type ScopeFilter =
  | { kind: 'all' }
  | { kind: 'branch'; branchId: string }
  | ({ kind: 'department'; departmentId: string } & Own)
  | ({ kind: 'team'; teamId: string } & Own)
  | ({ kind: 'self' } & Own);

interface Own {
  staffId: string;
  doctorId: string | null;
}

/** Where the thing that is asked for belongs. What is not said counts as: not within. */
export interface ScopeTarget {
  branchId?: string | null;
  departmentId?: string | null;
  teamId?: string | null;
  staffId?: string | null;
  doctorId?: string | null;
}

/** Columns of a query that hold the same; each is written into the SQL as it stands. */
export interface ScopeColumns {
  branch?: string;
  department?: string;
  doctor?: string;
  staff?: string;
}

/**
 * What several roles grant together: per permission the widest scope. Masking and approval come from
 * the grant with that scope, so two roles never add up to seeing in clear what neither shows.
 */
export function mergeGrants(rows: readonly GrantRow[]): Map<Permission, ScopedGrant> {
  const merged = new Map<Permission, ScopedGrant>();
  for (const row of rows) {
    const permission = `${row.resource}.${row.verb}` as Permission;
    const { scope, is_masked: isMasked, needs_approval: needsApproval } = row;
    const before = merged.get(permission);
    const wider = before === undefined ? 1 : widthOf(scope) - widthOf(before.scope);
    if (wider > 0) merged.set(permission, { permission, scope, isMasked, needsApproval });
    if (wider === 0 && before) {
      before.isMasked &&= isMasked;
      before.needsApproval &&= needsApproval;
    }
  }
  return merged;
}

function widthOf(scope: ScopeKind): number {
  return scopes.length - scopes.indexOf(scope);
}

/**
 * Binds a scope to where the staff member works. No branch means all branches; without a department or
 * team that scope shrinks to the person's own.
 */
export function bindScope(
  scope: ScopeKind,
  actor: Pick<StaffActor, 'staffId' | 'doctorId' | 'branchId' | 'departmentId' | 'teamId'>,
): ScopeFilter {
  const { staffId, doctorId, branchId, departmentId, teamId } = actor;
  const self: ScopeFilter = { kind: 'self', staffId, doctorId };
  switch (scope) {
    case 'all':
      return { kind: 'all' };
    case 'branch':
      return branchId === null ? { kind: 'all' } : { kind: 'branch', branchId };
    case 'department':
      return departmentId === null ? self : { ...self, kind: 'department', departmentId };
    case 'team':
      return teamId === null ? self : { ...self, kind: 'team', teamId };
    case 'self':
      return self;
  }
}

export function isWithin(filter: ScopeFilter, target: ScopeTarget): boolean {
  switch (filter.kind) {
    case 'all':
      return true;
    case 'branch':
      return target.branchId === filter.branchId;
    case 'department':
      return target.departmentId === filter.departmentId || isOwn(filter, target);
    case 'team':
      return target.teamId === filter.teamId || isOwn(filter, target);
    case 'self':
      return isOwn(filter, target);
  }
}

function isOwn(own: Own, target: ScopeTarget): boolean {
  if (target.staffId === own.staffId) return true;
  return own.doctorId !== null && target.doctorId === own.doctorId;
}

/**
 * The filter as an SQL condition over the given columns: `true` for all, `false` when these columns
 * cannot say it.
 * @param values the statement's parameters; what the condition needs is appended
 */
export function scopeSql(filter: ScopeFilter, columns: ScopeColumns, values: unknown[]): string {
  const parameter = (value: unknown): string => `$${values.push(value)}`;
  const parts: string[] = [];
  switch (filter.kind) {
    case 'all':
      return 'true';
    case 'branch':
      if (columns.branch) parts.push(`${columns.branch} = ${parameter(filter.branchId)}`);
      else if (columns.department) {
        const within = `select id from department where branch_id = ${parameter(filter.branchId)}`;
        parts.push(`${columns.department} in (${within})`);
      }
      break;
    case 'department':
      if (columns.department) {
        parts.push(`${columns.department} = ${parameter(filter.departmentId)}`);
      }
      parts.push(...ownSql(filter, columns, parameter));
      break;
    case 'team':
      if (columns.staff) {
        const members = `select id from staff where team_id = ${parameter(filter.teamId)}`;
        parts.push(`${columns.staff} in (${members})`);
      }
      parts.push(...ownSql(filter, columns, parameter));
      break;
    case 'self':
      parts.push(...ownSql(filter, columns, parameter));
      break;
  }
  return parts.length === 0 ? 'false' : `(${parts.join(' or ')})`;
}

function ownSql(own: Own, columns: ScopeColumns, parameter: (value: unknown) => string): string[] {
  const parts: string[] = [];
  if (columns.staff) parts.push(`${columns.staff} = ${parameter(own.staffId)}`);
  if (columns.doctor && own.doctorId !== null) {
    parts.push(`${columns.doctor} = ${parameter(own.doctorId)}`);
  }
  return parts;
}
