import type { ConsentPurpose, DeviceKind, Permission, RoleId, ScopeKind } from '@suizhen/contract';

/** What a request says about itself; goes into the audit and the logs. */
export interface RequestMeta {
  requestId: string;
  address: string;
  client: 'browser' | 'weapp';
  /** The device as it was named to us: a signed cookie in browsers, a header of the mini-program. */
  device?: string;
  /** Present when the client sent `Idempotency-Key` on an operation that keeps it in its own statement. */
  idempotency?: { owner: string; key: string; fingerprint: string };
}

/** A signed-in account of the portal. */
export interface AccountActor {
  kind: 'account';
  accountId: string;
  sessionId: string;
  /** Purposes consented to in the version now in force. */
  consents: readonly ConsentPurpose[];
  /** Until then the session counts as proved by a code to the phone; real time. */
  steppedUpUntil: Date | null;
  meta: RequestMeta;
}

/** One cell of the role table. */
export interface ScopedGrant {
  permission: Permission;
  scope: ScopeKind;
  isMasked: boolean;
  needsApproval: boolean;
}

/** A signed-in staff member with what the roles grant, the widest scope per permission. */
export interface StaffActor {
  kind: 'staff';
  staffId: string;
  sessionId: string;
  name: string;
  roles: readonly RoleId[];
  grants: ReadonlyMap<Permission, ScopedGrant>;
  branchId: string | null;
  departmentId: string | null;
  teamId: string | null;
  doctorId: string | null;
  mustChangePassword: boolean;
  meta: RequestMeta;
}

/** A paired display or kiosk; it serves whoever stands before it. */
export interface DeviceActor {
  kind: 'device';
  deviceId: string;
  deviceKind: DeviceKind;
  name: string;
  branchId: string;
  /** What it shows or serves; empty: the whole branch. */
  departmentIds: readonly string[];
  /** Changes with whatever staff change about it. */
  version: number;
  meta: RequestMeta;
}

interface AnyoneActor {
  kind: 'anyone';
  meta: RequestMeta;
}

/** The worker, acting by itself. */
export interface SystemActor {
  kind: 'system';
  name: string;
  meta: RequestMeta;
}

export type Actor = AccountActor | StaffActor | DeviceActor | AnyoneActor | SystemActor;

export function systemActor(name: string, requestId = name): SystemActor {
  return { kind: 'system', name, meta: { requestId, address: '', client: 'browser' } };
}
