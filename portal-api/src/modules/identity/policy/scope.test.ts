import { describe, expect, it } from 'vitest';
import { scopes } from '@suizhen/contract';
import {
  bindScope,
  isWithin,
  mergeGrants,
  scopeSql,
  type GrantRow,
  type ScopeFilter,
} from './scope';

const actor = {
  staffId: 's1',
  doctorId: 'd1',
  branchId: 'b1',
  departmentId: 'p1',
  teamId: 't1',
};
const row = (scope: GrantRow['scope'], more: Partial<GrantRow> = {}): GrantRow => ({
  resource: 'patient',
  verb: 'display',
  scope,
  needs_approval: false,
  is_masked: true,
  ...more,
});

describe('what several roles grant together', () => {
  it('is the widest scope, whatever the order', () => {
    for (const wide of scopes) {
      for (const narrow of scopes.slice(scopes.indexOf(wide))) {
        expect(mergeGrants([row(narrow), row(wide)]).get('patient.display')?.scope).toBe(wide);
        expect(mergeGrants([row(wide), row(narrow)]).get('patient.display')?.scope).toBe(wide);
      }
    }
  });

  it('does not unmask a wide scope by a narrow role that sees in clear', () => {
    const merged = mergeGrants([row('branch', { is_masked: false }), row('all')]);
    expect(merged.get('patient.display')).toMatchObject({ scope: 'all', isMasked: true });
  });

  it('sees in clear and needs no approval when one role of the same scope says so', () => {
    const merged = mergeGrants([
      row('branch', { needs_approval: true }),
      row('branch', { is_masked: false }),
    ]);
    expect(merged.get('patient.display')).toMatchObject({ isMasked: false, needsApproval: false });
  });

  it('holds nothing that no role grants', () => {
    expect(mergeGrants([row('all')]).has('patient.update')).toBe(false);
  });
});

describe('a scope bound to where somebody works', () => {
  it('reaches the own branch, department, team or self only', () => {
    const within = (scope: GrantRow['scope'], target: object) =>
      isWithin(bindScope(scope, actor), target);
    expect(within('all', {})).toBe(true);
    expect(within('branch', { branchId: 'b1' })).toBe(true);
    expect(within('branch', { branchId: 'b2' })).toBe(false);
    expect(within('department', { departmentId: 'p1' })).toBe(true);
    expect(within('department', { departmentId: 'p2' })).toBe(false);
    expect(within('department', { departmentId: 'p2', doctorId: 'd1' })).toBe(true);
    expect(within('team', { teamId: 't1' })).toBe(true);
    expect(within('team', { teamId: 't2', staffId: 's2' })).toBe(false);
    expect(within('self', { staffId: 's1' })).toBe(true);
    expect(within('self', { staffId: 's2', branchId: 'b1' })).toBe(false);
  });

  it('treats what the target does not say as outside', () => {
    for (const scope of ['branch', 'department', 'team', 'self'] as const) {
      expect(isWithin(bindScope(scope, actor), {})).toBe(false);
      expect(isWithin(bindScope(scope, actor), { branchId: null, doctorId: null })).toBe(false);
    }
  });

  it('widens to all branches without a branch, and shrinks to self without department or team', () => {
    const nowhere = { ...actor, branchId: null, departmentId: null, teamId: null, doctorId: null };
    expect(bindScope('branch', nowhere)).toEqual({ kind: 'all' });
    expect(bindScope('department', nowhere).kind).toBe('self');
    expect(bindScope('team', nowhere).kind).toBe('self');
    expect(isWithin(bindScope('department', nowhere), { departmentId: null })).toBe(false);
    expect(isWithin(bindScope('self', nowhere), { doctorId: null })).toBe(false);
  });
});

describe('the SQL of a scope', () => {
  const sqlOf = (filter: ScopeFilter, columns: object, values: unknown[] = []) => ({
    sql: scopeSql(filter, columns, values),
    values,
  });

  it('appends its parameters behind those already there', () => {
    expect(sqlOf(bindScope('branch', actor), { branch: 'a.branch_id' }, ['x'])).toEqual({
      sql: '(a.branch_id = $2)',
      values: ['x', 'b1'],
    });
    expect(
      sqlOf(bindScope('department', actor), {
        department: 'a.department_id',
        doctor: 'a.doctor_id',
      }),
    ).toEqual({ sql: '(a.department_id = $1 or a.doctor_id = $2)', values: ['p1', 'd1'] });
  });

  it('says a branch by departments and a team by its members', () => {
    expect(sqlOf(bindScope('branch', actor), { department: 'd' }).sql).toContain('branch_id = $1');
    expect(sqlOf(bindScope('team', actor), { staff: 's' })).toEqual({
      sql: '(s in (select id from staff where team_id = $1) or s = $2)',
      values: ['t1', 's1'],
    });
  });

  it('is true for all and false for what the columns cannot say', () => {
    expect(sqlOf({ kind: 'all' }, {}).sql).toBe('true');
    for (const scope of ['branch', 'department', 'team', 'self'] as const) {
      expect(sqlOf(bindScope(scope, actor), {})).toEqual({ sql: 'false', values: [] });
    }
    const noDoctor = bindScope('self', { ...actor, doctorId: null });
    expect(sqlOf(noDoctor, { doctor: 'a.doctor_id' }).sql).toBe('false');
  });
});
