import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RoleId } from '@suizhen/contract';
import {
  Database,
  hashToken,
  realTime,
  Settings,
  type AccountActor,
  type ActorResolver,
  type DeviceActor,
  type RequestMeta,
  type StaffActor,
} from '../../kernel';
import { KnownAccounts } from './accounts/known-accounts';
import { Devices } from './devices/devices';
import { staffIdleMinutes } from './identity.settings';
import { RoleTable } from './policy/role-table';
import { idleMs, noteSeen } from './session-life';

type StaffSessionRow = {
  session_id: string;
  last_seen_at: Date;
  staff_id: string;
  name: string;
  branch_id: string | null;
  department_id: string | null;
  team_id: string | null;
  doctor_id: string | null;
  must_change_password: boolean;
  roles: RoleId[];
};

/** Who stands behind a token. Sessions end by idling, by age, by sign-out, and with their person's rights. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SessionActorResolver implements ActorResolver {
  @Inject()
  database: Database;
  @Inject()
  settings: Settings;
  @Inject()
  roleTable: RoleTable;
  @Inject()
  knownAccounts: KnownAccounts;
  @Inject()
  devices: Devices;

  async account(
    token: string,
    meta: RequestMeta,
    isSteppedUp: boolean,
  ): Promise<AccountActor | null> {
    const tokenHash = hashToken(token);
    const known = this.knownAccounts.remembered(tokenHash);
    // Another process may have taken the code since: only a yes is believed, and only until its end.
    if (known && (!isSteppedUp || isInTheFuture(known.steppedUpUntil))) return { ...known, meta };
    const account = await this.knownAccounts.lookUp(tokenHash, !isSteppedUp);
    return account && { ...account, meta };
  }

  /** Read afresh every time: what is taken away from a staff member is gone at once. */
  async staff(token: string, meta: RequestMeta): Promise<StaffActor | null> {
    const now = realTime.now();
    const rows = await this.database.query<StaffSessionRow>(
      `select s.id as session_id, s.last_seen_at, m.id as staff_id, m.name, m.branch_id, m.department_id,
              m.team_id, m.doctor_id, m.must_change_password,
              (select coalesce(array_agg(sr.role_id order by r.sort_order), '{}')
                 from staff_role sr join role r on r.id = sr.role_id where sr.staff_id = m.id) as roles
         from staff_session s join staff m on m.id = s.staff_id and m.is_active
        where s.token_hash = $1 and s.revoked_at is null and s.expires_at > $2`,
      [hashToken(token), now],
      'identity-staff-session',
    );
    const row = rows[0];
    if (!row || idleMs(row, now) > (await this.settings.get(staffIdleMinutes)) * 60_000)
      return null;
    await noteSeen(this.database, 'staff_session', [row], now);
    return {
      kind: 'staff',
      staffId: row.staff_id,
      sessionId: row.session_id,
      name: row.name,
      roles: row.roles,
      grants: await this.roleTable.grantsOf(row.roles),
      branchId: row.branch_id,
      departmentId: row.department_id,
      teamId: row.team_id,
      doctorId: row.doctor_id,
      mustChangePassword: row.must_change_password,
      meta,
    };
  }

  /** Read afresh every time, as for staff. */
  async device(token: string, meta: RequestMeta): Promise<DeviceActor | null> {
    return this.devices.find(token, meta);
  }
}

function isInTheFuture(moment: Date | null): boolean {
  return moment !== null && moment > realTime.now();
}
