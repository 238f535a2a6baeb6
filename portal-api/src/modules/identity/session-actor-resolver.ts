import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ConsentPurpose, RoleId } from '@suizhen/contract';
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
import { AccountActorCache, type KnownAccount } from './accounts/account-actor-cache';
import { sessionLimits } from './accounts/account-sessions';
import { isInForce } from './accounts/privacy-notices';
import { Devices } from './devices/devices';
import { staffIdleMinutes } from './identity.settings';
import { RoleTable } from './policy/role-table';

type AccountSessionRow = {
  session_id: string;
  account_id: string;
  client: 'browser' | 'weapp';
  last_seen_at: Date;
  stepped_up_until: Date | null;
  consents: { purpose: ConsentPurpose; version: string }[];
};

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

/** A session's last sign of life is written this often, not with every request. */
const seenEveryMs = 60_000;

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
  accountActorCache: AccountActorCache;
  @Inject()
  devices: Devices;

  async account(
    token: string,
    meta: RequestMeta,
    isSteppedUp: boolean,
  ): Promise<AccountActor | null> {
    const tokenHash = hashToken(token);
    const known = this.accountActorCache.find(tokenHash);
    // Another process may have taken the code since: only a yes is believed, and only until its end.
    if (known && (!isSteppedUp || isInTheFuture(known.steppedUpUntil))) return { ...known, meta };
    const begun = this.accountActorCache.begin();
    const account = await this.findAccount(tokenHash);
    if (!account) return null;
    this.accountActorCache.keep(tokenHash, account, begun);
    return { ...account, meta };
  }

  private async findAccount(tokenHash: string): Promise<KnownAccount | null> {
    const now = realTime.now();
    const rows = await this.database.query<AccountSessionRow>(
      `select s.id as session_id, s.account_id, s.client, s.last_seen_at, s.stepped_up_until,
              (select coalesce(json_agg(json_build_object('purpose', c.purpose, 'version', c.version)), '[]')
                 from consent c where c.account_id = s.account_id and c.withdrawn_at is null) as consents
         from account_session s join account a on a.id = s.account_id and a.state = 'active'
        where s.token_hash = $1 and s.revoked_at is null and s.expires_at > $2`,
      [tokenHash, now],
      'identity-account-session',
    );
    const row = rows[0];
    if (!row || idleMs(row, now) > sessionLimits[row.client].idleMs) return null;
    await this.touch('account_session', row, now);
    const consents = row.consents.filter(({ purpose, version }) => isInForce(purpose, version));
    return {
      kind: 'account',
      accountId: row.account_id,
      sessionId: row.session_id,
      consents: consents.map(({ purpose }) => purpose),
      steppedUpUntil: row.stepped_up_until,
    };
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
    await this.touch('staff_session', row, now);
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

  private async touch(
    table: 'account_session' | 'staff_session',
    row: { session_id: string; last_seen_at: Date },
    now: Date,
  ): Promise<void> {
    if (idleMs(row, now) < seenEveryMs) return;
    await this.database.query(
      `update ${table} set last_seen_at = $2 where id = $1 and last_seen_at < $3 and revoked_at is null`,
      [row.session_id, now, new Date(now.getTime() - seenEveryMs)],
    );
  }
}

function isInTheFuture(moment: Date | null): boolean {
  return moment !== null && moment > realTime.now();
}

function idleMs(row: { last_seen_at: Date }, now: Date): number {
  return now.getTime() - row.last_seen_at.getTime();
}
