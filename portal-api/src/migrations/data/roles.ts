import type { ResourceKind, RoleId, ScopeKind, Verb } from '@suizhen/contract';

interface GrantRow {
  resources: readonly ResourceKind[];
  verbs: readonly Verb[];
  scope: ScopeKind;
  /** Verbs that take effect only after somebody else agreed. */
  needsApproval?: readonly Verb[];
  /** Names, phones and documents in clear. Default: masked. */
  seesClear?: boolean;
}

const clinical = ['patient', 'appointment', 'payment', 'report', 'archive'] as const;
const day = ['queue', 'work', 'credit'] as const;
const everything = [
  'directory',
  'roster',
  ...clinical,
  ...day,
  'finance',
  'integration',
  'knowledge',
] as const;
const care = ['patient', 'appointment'] as const;

/**
 * Who may do what, by default (the table of the design). Seeded by the migrations and readable, not
 * writable, by the application.
 */
export const roleTable: Record<RoleId, { name: string; grants: readonly GrantRow[] }> = {
  'super-admin': {
    name: '超级管理员',
    grants: [
      {
        resources: [
          'settings',
          'staff',
          'role',
          'audit',
          'directory',
          'device',
          'integration',
          'knowledge',
        ],
        verbs: [
          'create',
          'update',
          'delete',
          'retrieve',
          'display',
          'analyse',
          'print',
          'import',
          'export',
        ],
        scope: 'all',
      },
      { resources: ['roster'], verbs: ['retrieve', 'display'], scope: 'all' },
    ],
  },
  president: {
    name: '医院总裁',
    grants: [
      {
        resources: everything,
        verbs: ['retrieve', 'display', 'analyse', 'print', 'export'],
        scope: 'all',
        needsApproval: ['export'],
      },
      {
        resources: ['settings', 'staff', 'role', 'audit'],
        verbs: ['retrieve', 'display'],
        scope: 'all',
      },
    ],
  },
  'development-director': {
    name: '发展改革总监',
    grants: [
      {
        resources: care,
        verbs: ['retrieve', 'display', 'analyse', 'import', 'export'],
        scope: 'all',
        needsApproval: ['export'],
      },
      { resources: ['directory', 'roster'], verbs: ['retrieve', 'display'], scope: 'all' },
    ],
  },
  manager: {
    name: '部门经理',
    grants: [
      {
        resources: [...care, 'roster', ...day, 'device', 'finance', 'integration', 'knowledge'],
        verbs: [
          'create',
          'update',
          'delete',
          'retrieve',
          'display',
          'analyse',
          'print',
          'import',
          'export',
        ],
        scope: 'branch',
        needsApproval: ['export'],
      },
      { resources: ['payment'], verbs: ['retrieve', 'display'], scope: 'branch' },
      { resources: ['directory'], verbs: ['retrieve', 'display', 'update'], scope: 'branch' },
    ],
  },
  supervisor: {
    name: '主管',
    grants: [
      {
        resources: care,
        verbs: ['create', 'update', 'retrieve', 'display', 'analyse', 'print'],
        scope: 'team',
      },
      { resources: ['work', 'credit'], verbs: ['update', 'display', 'analyse'], scope: 'branch' },
      { resources: ['directory', 'roster'], verbs: ['retrieve', 'display'], scope: 'all' },
    ],
  },
  staff: {
    name: '员工',
    grants: [
      { resources: care, verbs: ['create', 'update', 'retrieve', 'display'], scope: 'self' },
      { resources: ['work'], verbs: ['update', 'display'], scope: 'branch' },
      { resources: ['directory', 'roster'], verbs: ['retrieve', 'display'], scope: 'all' },
    ],
  },
  'data-analyst': {
    name: '数据分析专员',
    grants: [
      {
        resources: everything,
        verbs: ['analyse', 'export'],
        scope: 'all',
        needsApproval: ['export'],
      },
      { resources: ['directory', 'roster'], verbs: ['display'], scope: 'all' },
    ],
  },
  'front-desk': {
    name: '前台',
    grants: [
      {
        resources: ['patient', 'appointment', 'payment', 'queue'],
        verbs: ['create', 'update', 'retrieve', 'display', 'print'],
        scope: 'branch',
        seesClear: true,
      },
      { resources: ['work'], verbs: ['update', 'display'], scope: 'branch', seesClear: true },
      { resources: ['credit'], verbs: ['display'], scope: 'branch' },
      { resources: ['directory', 'roster'], verbs: ['retrieve', 'display'], scope: 'branch' },
    ],
  },
  nurse: {
    name: '护士',
    grants: [
      {
        resources: ['patient', 'appointment'],
        verbs: ['retrieve', 'display', 'print'],
        scope: 'department',
        seesClear: true,
      },
      {
        resources: ['queue'],
        verbs: ['create', 'update', 'display', 'print'],
        scope: 'department',
        seesClear: true,
      },
      { resources: ['work'], verbs: ['update', 'display'], scope: 'department', seesClear: true },
      {
        resources: ['report', 'archive'],
        verbs: ['create', 'update', 'retrieve', 'display', 'print'],
        scope: 'department',
        seesClear: true,
      },
      { resources: ['knowledge'], verbs: ['display'], scope: 'all' },
      { resources: ['directory', 'roster'], verbs: ['retrieve', 'display'], scope: 'branch' },
    ],
  },
  doctor: {
    name: '医生',
    grants: [
      {
        resources: ['patient', 'appointment', 'report', 'archive'],
        verbs: ['retrieve', 'display', 'update', 'print'],
        scope: 'department',
        seesClear: true,
      },
      // 复诊预约: the next visit is booked before the patient leaves the room.
      {
        resources: ['appointment', 'archive'],
        verbs: ['create'],
        scope: 'department',
        seesClear: true,
      },
      { resources: ['knowledge'], verbs: ['display', 'update'], scope: 'all' },
      {
        resources: ['queue'],
        verbs: ['update', 'display'],
        scope: 'department',
        seesClear: true,
      },
      { resources: ['directory', 'roster'], verbs: ['retrieve', 'display'], scope: 'branch' },
    ],
  },
};

/** Writes the table. Grants that hospitals will once edit go through the admin web, not through here. */
export async function seedRoles(runner: {
  query(sql: string, values?: unknown[]): Promise<unknown>;
}): Promise<void> {
  for (const [index, [id, role]] of Object.entries(roleTable).entries()) {
    await runner.query(
      `insert into role (id, name, sort_order) values ($1, $2, $3)
       on conflict (id) do update set name = excluded.name, sort_order = excluded.sort_order`,
      [id, role.name, index],
    );
    await runner.query(`delete from role_grant where role_id = $1`, [id]);
    for (const grant of role.grants) {
      for (const resource of grant.resources) {
        await runner.query(
          `insert into role_grant (role_id, resource, verb, scope, needs_approval, is_masked)
           select $1, $2, verb, $4, verb = any($5), $6 from unnest($3::text[]) verb
           on conflict (role_id, resource, verb) do nothing`,
          [id, resource, grant.verbs, grant.scope, grant.needsApproval ?? [], !grant.seesClear],
        );
      }
    }
  }
}
