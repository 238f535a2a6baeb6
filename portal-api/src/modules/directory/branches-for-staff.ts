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
} from '../../kernel';
import { Policy } from '../identity';

type BranchAnswer = ResponseOf<'createBranch'>;
type BranchBody = RequestOf<'createBranch'>['body'];

const columns = `id, name, address, phone, transport, latitude, longitude, code,
  is_active as "isActive", version`;

const refusals: Record<string, [string, string]> = {
  branch_code_key: ['body.code', '这个编码已被其他院区使用'],
  branch_name_key: ['body.name', '已有同名院区'],
};

/** Branches, maintained. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class BranchesForStaff {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;

  async list(actor: Actor): Promise<ResponseOf<'listBranchesForStaff'>> {
    const staff = this.policy.require(actor, 'directory.display');
    const values: unknown[] = [];
    const scope = this.policy.scopeCondition(
      this.policy.scope(staff, 'directory.display'),
      { branch: 'id' },
      values,
    );
    const items = await this.database.query<BranchAnswer>(
      `select ${columns} from branch where ${scope} order by code`,
      values,
    );
    return { items };
  }

  async create(actor: Actor, body: BranchBody): Promise<BranchAnswer> {
    const id = newId(this.kernelContext.clock.now());
    this.policy.require(actor, 'directory.create', { branchId: id });
    return this.write(
      actor,
      'directory.create',
      `insert into branch (id, code, name, address, phone, transport, latitude, longitude, is_active)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning ${columns}`,
      [id, ...branchValues(body)],
    );
  }

  async update(
    actor: Actor,
    id: string,
    body: RequestOf<'updateBranch'>['body'],
  ): Promise<BranchAnswer> {
    this.policy.require(actor, 'directory.update', { branchId: id });
    const found = await this.database.query(`select 1 from branch where id = $1`, [id]);
    if (found.length === 0) throw new AppError('NOT_FOUND');
    return this.write(
      actor,
      'directory.update',
      `update branch set code = $2, name = $3, address = $4, phone = $5, transport = $6, latitude = $7,
         longitude = $8, is_active = $9, version = version + 1
       where id = $1 and version = $10 returning ${columns}`,
      [id, ...branchValues(body), body.version],
    );
  }

  private async write(
    actor: Actor,
    action: string,
    text: string,
    values: unknown[],
  ): Promise<BranchAnswer> {
    try {
      return await this.unitOfWork.run(async (tx) => {
        const [row] = await tx.query<BranchAnswer>(text, values);
        if (!row) throw new AppError('VERSION_CONFLICT');
        await this.audit.record(actor, { action, resourceKind: 'branch', resourceId: row.id }, tx);
        return row;
      });
    } catch (error) {
      throw explainRefusal(error, refusals);
    }
  }
}

function branchValues(body: BranchBody): unknown[] {
  const { code, name, address, phone, transport, latitude, longitude, isActive } = body;
  return [code, name, address, phone, transport, latitude, longitude, isActive];
}
