import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  Database,
  explainRefusal,
  KernelContext,
  newId,
  UnitOfWork,
  type Actor,
  type Tx,
} from '../../../kernel';
import { Policy } from '../policy/policy';
import type { ScopeFilter } from '../policy/scope';

type Team = ResponseOf<'createTeam'>;

type TeamRow = {
  id: string;
  name: string;
  branch_id: string | null;
  members: number;
  is_active: boolean;
  version: number;
};

/** Teams: who works together, for the scope of supervisors. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Teams {
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;

  async list(actor: Actor): Promise<Team[]> {
    const staff = this.policy.require(actor, 'staff.display');
    return this.read(this.policy.scope(staff, 'staff.display'));
  }

  /** @throws NAME_TAKEN */
  async create(actor: Actor, input: RequestOf<'createTeam'>['body']): Promise<Team> {
    this.policy.require(actor, 'staff.create', input);
    const id = newId(this.kernelContext.clock.now());
    return this.write(actor, 'team.create', id, async (tx) => {
      await tx.query(`insert into team (id, name, branch_id, is_active) values ($1, $2, $3, $4)`, [
        id,
        input.name,
        input.branchId,
        input.isActive,
      ]);
    });
  }

  /** @throws NOT_FOUND, NAME_TAKEN, VERSION_CONFLICT */
  async update(
    actor: Actor,
    teamId: string,
    input: RequestOf<'updateTeam'>['body'],
  ): Promise<Team> {
    const staff = this.policy.require(actor, 'staff.update', input);
    const scope = this.policy.scope(staff, 'staff.update');
    return this.write(actor, 'team.update', teamId, async (tx) => {
      if ((await this.read(scope, teamId)).length === 0) throw new AppError('NOT_FOUND');
      const written = await tx.query(
        `update team set name = $3, branch_id = $4, is_active = $5, version = version + 1
          where id = $1 and version = $2 returning id`,
        [teamId, input.version, input.name, input.branchId, input.isActive],
      );
      if (written.length === 0) throw new AppError('VERSION_CONFLICT');
    });
  }

  private async write(
    actor: Actor,
    action: string,
    teamId: string,
    work: (tx: Tx) => Promise<void>,
  ): Promise<Team> {
    try {
      return await this.unitOfWork.run(async (tx) => {
        await work(tx);
        await this.audit.record(actor, { action, resourceKind: 'team', resourceId: teamId }, tx);
        return (await this.read({ kind: 'all' }, teamId))[0]!;
      });
    } catch (error) {
      throw explainRefusal(error, {
        team_name_key: ['body.name', '团队名称已被使用'],
        team_branch_id_fkey: ['body.branchId', '没有这个院区'],
      });
    }
  }

  private async read(scope: ScopeFilter, teamId: string | null = null): Promise<Team[]> {
    const values: unknown[] = [teamId];
    const within = this.policy.scopeCondition(scope, { branch: 't.branch_id' }, values);
    const rows = await this.database.query<TeamRow>(
      `select t.id, t.name, t.branch_id, t.is_active, t.version,
              (select count(*)::int from staff m where m.team_id = t.id and m.is_active) as members
         from team t where ($1::uuid is null or t.id = $1) and ${within} order by t.name`,
      values,
    );
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      branchId: row.branch_id,
      members: row.members,
      isActive: row.is_active,
      version: row.version,
    }));
  }
}
