import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResourceKind, ResponseOf, RoleId, Verb } from '@suizhen/contract';
import { AppError, Database, KernelContext, Settings, type StaffActor } from '../../../kernel';
import { staffIdleMinutes } from '../identity.settings';

type StaffSession = ResponseOf<'getStaffSession'>;

type SessionRow = {
  username: string;
  branch_name: string | null;
  is_totp_enabled: boolean;
  expires_at: Date;
  roles: { id: RoleId; name: string }[];
};

/** Who is signed in and what the menus may show. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class StaffSessionPresenter {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;

  async present(actor: StaffActor): Promise<StaffSession> {
    const row = await this.read(actor);
    return {
      staffId: actor.staffId,
      name: actor.name,
      username: row.username,
      roles: row.roles,
      branchId: actor.branchId,
      branchName: row.branch_name,
      departmentId: actor.departmentId,
      doctorId: actor.doctorId,
      grants: [...actor.grants.values()].map(({ permission, ...grant }) => {
        const [resource, verb] = permission.split('.') as [ResourceKind, Verb];
        return { resource, verb, ...grant };
      }),
      mustChangePassword: actor.mustChangePassword,
      isTotpEnabled: row.is_totp_enabled,
      idleTimeoutSeconds: (await this.settings.get(staffIdleMinutes)) * 60,
      expiresAt: row.expires_at.toISOString(),
      hospitalName: await this.hospitalName(),
      serverTime: this.kernelContext.clock.now().toISOString(),
      isLocalMode: this.kernelContext.config.LOCAL_MODE,
    };
  }

  /** The name is set with the booking rules, further down; its key is all that is known here. */
  async hospitalName(): Promise<string> {
    const definition = this.settings.all().find(({ key }) => key === 'hospital.name');
    const name = definition ? await this.settings.get(definition) : null;
    return typeof name === 'string' ? name : '随诊';
  }

  private async read(actor: StaffActor): Promise<SessionRow> {
    const rows = await this.database.query<SessionRow>(
      `select m.username, b.name as branch_name, m.totp_secret_cipher is not null as is_totp_enabled, s.expires_at,
              (select coalesce(json_agg(json_build_object('id', r.id, 'name', r.name) order by r.sort_order), '[]')
                 from staff_role sr join role r on r.id = sr.role_id where sr.staff_id = m.id) as roles
         from staff m join staff_session s on s.staff_id = m.id left join branch b on b.id = m.branch_id
        where m.id = $1 and s.id = $2`,
      [actor.staffId, actor.sessionId],
    );
    if (!rows[0]) throw new AppError('UNAUTHENTICATED');
    return rows[0];
  }
}
