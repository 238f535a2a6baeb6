/** Staff: sign-in, own account, colleagues, roles, the audit. */
import { z } from 'zod';
import { resources, roles, scopes, verbs } from './wire/enums';
import {
  id,
  instant,
  listOf,
  localDate,
  optionalText,
  pageOf,
  pageQuery,
  phone,
  text,
} from './common';
import { operation } from './operation';

const tag = 'staff';

export const Grant = z
  .object({
    resource: z.enum(resources),
    verb: z.enum(verbs),
    scope: z.enum(scopes),
    needsApproval: z.boolean(),
    isMasked: z.boolean().meta({ description: 'Sees masked data only' }),
  })
  .meta({ id: 'Grant' });

export const Role = z
  .object({ id: z.enum(roles), name: z.string(), grants: z.array(Grant) })
  .meta({ id: 'Role' });

export const StaffSession = z
  .object({
    staffId: id,
    name: z.string(),
    username: z.string(),
    roles: z.array(z.object({ id: z.enum(roles), name: z.string() })),
    branchId: id.nullable().meta({ description: 'Null: works for all branches' }),
    branchName: z.string().nullable(),
    departmentId: id.nullable(),
    doctorId: id.nullable(),
    grants: z.array(Grant),
    mustChangePassword: z.boolean(),
    isTotpEnabled: z.boolean(),
    idleTimeoutSeconds: z.int(),
    expiresAt: instant,
    hospitalName: z.string(),
    serverTime: instant,
    isLocalMode: z.boolean(),
  })
  .meta({ id: 'StaffSession' });

const username = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z][a-z0-9._-]{2,31}$/, '用户名以字母开头，3–32 位字母、数字、点或短横线');

/** 等保: at least ten characters of three kinds. The server also refuses the user name and well-known ones. */
export const newPassword = z
  .string()
  .min(10, '密码至少 10 位')
  .max(128, '密码最多 128 位')
  .refine(
    (value) => [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((r) => r.test(value)).length >= 3,
    '密码应包含大写字母、小写字母、数字、符号中的至少三种',
  );
const totp = z
  .string()
  .trim()
  .regex(/^\d{6}$/, '请填写 6 位动态码');
const own = { by: 'staff', permission: null } as const;

export const staffSessionOperations = {
  staffSignIn: operation('staffSignIn', {
    summary: 'Sign in; TOTP_REQUIRED asks for the second step with the same call',
    tag,
    access: { by: 'anyone' },
    limit: 'sign-in',
    errors: ['INVALID_CREDENTIALS', 'TOTP_REQUIRED', 'ACCOUNT_LOCKED'],
    body: z.object({
      username: z.string().trim().min(1, '请填写用户名').max(64),
      password: z.string().min(1, '请填写密码').max(128),
      totp: totp.optional(),
    }),
    response: StaffSession,
  }),
  staffSignOut: operation('staffSignOut', { summary: 'End this session', tag, access: own }),
  getStaffSession: operation('getStaffSession', {
    summary: 'Who is signed in and what they may do',
    tag,
    access: own,
    response: StaffSession,
  }),
  changeStaffPassword: operation('changeStaffPassword', {
    summary: 'Change the own password; other sessions end',
    tag,
    access: own,
    limit: 'sign-in',
    errors: ['INVALID_CREDENTIALS', 'ACCOUNT_LOCKED'],
    body: z.object({ currentPassword: z.string().min(1).max(128), newPassword }),
    response: StaffSession,
  }),
  startTotpEnrolment: operation('startTotpEnrolment', {
    summary: 'A fresh TOTP secret; it counts once confirmed',
    tag,
    access: own,
    limit: 'sign-in',
    errors: ['INVALID_CREDENTIALS', 'ACCOUNT_LOCKED', 'INVALID_STATE'],
    body: z.object({ password: z.string().min(1).max(128) }),
    response: z.object({ otpauthUrl: z.string(), secret: z.string() }),
  }),
  confirmTotpEnrolment: operation('confirmTotpEnrolment', {
    summary: 'Confirm by a code from the authenticator',
    tag,
    access: own,
    limit: 'sign-in',
    errors: ['CODE_INVALID', 'INVALID_STATE'],
    body: z.object({ totp }),
    response: StaffSession,
  }),
  removeTotp: operation('removeTotp', {
    summary: 'Switch TOTP off',
    tag,
    access: own,
    limit: 'sign-in',
    errors: ['INVALID_CREDENTIALS', 'ACCOUNT_LOCKED', 'CODE_INVALID', 'INVALID_STATE'],
    body: z.object({ password: z.string().min(1).max(128), totp }),
    response: StaffSession,
  }),
};

export const StaffMember = z
  .object({
    id,
    username: z.string(),
    name: z.string(),
    phoneMasked: z.string(),
    roles: z.array(z.enum(roles)),
    branchId: id.nullable(),
    branchName: z.string().nullable(),
    departmentId: id.nullable(),
    departmentName: z.string().nullable(),
    teamId: id.nullable(),
    teamName: z.string().nullable(),
    doctorId: id.nullable(),
    isActive: z.boolean(),
    isLocked: z.boolean(),
    isTotpEnabled: z.boolean(),
    lastSignInAt: instant.nullable(),
    version: z.int(),
  })
  .meta({ id: 'StaffMember' });

export const Team = z
  .object({
    id,
    name: z.string(),
    branchId: id.nullable(),
    members: z.int(),
    isActive: z.boolean(),
    version: z.int(),
  })
  .meta({ id: 'Team' });

const staffFields = {
  name: text(50),
  phone: z.union([z.literal(''), phone]).optional(),
  roles: z.array(z.enum(roles)).min(1, '请至少选择一个角色').max(5),
  branchId: id.nullable().default(null),
  departmentId: id.nullable().default(null),
  teamId: id.nullable().default(null),
  doctorId: id.nullable().default(null),
  isActive: z.boolean().default(true),
};
const teamFields = {
  name: text(50),
  branchId: id.nullable().default(null),
  isActive: z.boolean().default(true),
};

export const AuditEvent = z
  .object({
    id,
    at: instant,
    actorKind: z.enum(['staff', 'account', 'device', 'system']),
    actorName: z.string(),
    action: z.string(),
    actionName: z.string().meta({ description: 'The action in Chinese' }),
    resourceKind: z.string(),
    resourceId: z.string().nullable(),
    patientId: id.nullable(),
    reason: z.string().nullable(),
    outcome: z.enum(['ok', 'refused']),
    address: z.string().nullable(),
    requestId: z.string().nullable(),
  })
  .meta({ id: 'AuditEvent' });

const see = { by: 'staff', permission: 'staff.display' } as const;
const create = { by: 'staff', permission: 'staff.create' } as const;
const update = { by: 'staff', permission: 'staff.update' } as const;

export const staffAdminOperations = {
  listStaff: operation('listStaff', {
    summary: 'Staff members',
    tag,
    access: see,
    query: z.object({
      ...pageQuery,
      q: optionalText(30).optional(),
      branchId: id.optional(),
      teamId: id.optional(),
      role: z.enum(roles).optional(),
    }),
    response: pageOf(StaffMember),
  }),
  createStaff: operation('createStaff', {
    summary: 'Add a staff member; the first password must be changed at the first sign-in',
    tag,
    access: create,
    errors: ['NAME_TAKEN'],
    body: z.object({ username, password: newPassword, ...staffFields }),
    response: StaffMember,
  }),
  updateStaff: operation('updateStaff', {
    summary: 'Change a staff member; losing rights or being disabled ends their sessions',
    tag,
    access: update,
    errors: ['VERSION_CONFLICT', 'CONFLICT'],
    params: z.object({ staffId: id }),
    body: z.object({ ...staffFields, version: z.int() }),
    response: StaffMember,
  }),
  resetStaffPassword: operation('resetStaffPassword', {
    summary: 'Set a first password again, unlock, end all sessions, drop TOTP',
    tag,
    access: update,
    params: z.object({ staffId: id }),
    body: z.object({ password: newPassword }),
    response: StaffMember,
  }),
  listTeams: operation('listTeams', { summary: 'Teams', tag, access: see, response: listOf(Team) }),
  createTeam: operation('createTeam', {
    summary: 'Add a team',
    tag,
    access: create,
    errors: ['NAME_TAKEN'],
    body: z.object(teamFields),
    response: Team,
  }),
  updateTeam: operation('updateTeam', {
    summary: 'Change a team',
    tag,
    access: update,
    errors: ['NAME_TAKEN', 'VERSION_CONFLICT'],
    params: z.object({ teamId: id }),
    body: z.object({ ...teamFields, version: z.int() }),
    response: Team,
  }),
  listRoles: operation('listRoles', {
    summary: 'Roles and what they grant',
    tag,
    access: { by: 'staff', permission: 'role.display' },
    response: listOf(Role),
  }),
  listAuditEvents: operation('listAuditEvents', {
    summary: 'The audit, newest first; looking at it is itself recorded',
    tag,
    access: { by: 'staff', permission: 'audit.display' },
    query: z.object({
      ...pageQuery,
      from: localDate.optional(),
      to: localDate.optional(),
      staffId: id.optional(),
      patientId: id.optional(),
      action: z.string().max(60).optional(),
    }),
    response: pageOf(AuditEvent),
  }),
};
