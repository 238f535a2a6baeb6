import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Permission, RequestOf, ResponseOf } from '@suizhen/contract';
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

type ServiceAnswer = ResponseOf<'createService'>;
type ServiceBody = RequestOf<'createService'>['body'];
type ServiceRow = Omit<ServiceAnswer, 'priceFen'> & { price_fen: string };

const columns = `id, code, name, kind, price_fen, is_active as "isActive", version`;

const refusals: Record<string, [string, string]> = {
  service_code_key: ['body.code', '这个编码已被其他项目使用'],
  service_name_key: ['body.name', '已有同名项目'],
};

/** The price list, one for the whole house. Rosters made earlier keep the fee they were made with. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ServicesForStaff {
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

  async list(
    actor: Actor,
    query: RequestOf<'listServices'>['query'],
  ): Promise<ResponseOf<'listServices'>> {
    this.policy.require(actor, 'directory.display');
    const rows = await this.database.query<ServiceRow>(
      `select ${columns} from service where $1 or is_active order by kind = 'registration' desc, code`,
      [query.includeInactive ?? false],
    );
    return { items: rows.map(present) };
  }

  async create(actor: Actor, body: ServiceBody): Promise<ServiceAnswer> {
    this.requireWholeHouse(actor, 'directory.create');
    const id = newId(this.kernelContext.clock.now());
    return this.write(
      actor,
      'directory.create',
      `insert into service (id, code, name, kind, price_fen, is_active)
       values ($1, $2, $3, $4, $5, $6) returning ${columns}`,
      [id, ...serviceValues(body)],
    );
  }

  async update(
    actor: Actor,
    id: string,
    body: RequestOf<'updateService'>['body'],
  ): Promise<ServiceAnswer> {
    this.requireWholeHouse(actor, 'directory.update');
    const found = await this.database.query(`select 1 from service where id = $1`, [id]);
    if (found.length === 0) throw new AppError('NOT_FOUND');
    return this.write(
      actor,
      'directory.update',
      `update service set code = $2, name = $3, kind = $4, price_fen = $5, is_active = $6,
         version = version + 1
       where id = $1 and version = $7 returning ${columns}`,
      [id, ...serviceValues(body), body.version],
    );
  }

  /** A price counts in every branch, so whoever changes it must answer for all of them. */
  private requireWholeHouse(actor: Actor, permission: Permission): void {
    const staff = this.policy.require(actor, permission);
    if (this.policy.scope(staff, permission).kind !== 'all') throw new AppError('FORBIDDEN');
  }

  private async write(
    actor: Actor,
    action: string,
    text: string,
    values: unknown[],
  ): Promise<ServiceAnswer> {
    try {
      return await this.unitOfWork.run(async (tx) => {
        const [row] = await tx.query<ServiceRow>(text, values);
        if (!row) throw new AppError('VERSION_CONFLICT');
        await this.audit.record(
          actor,
          {
            action,
            resourceKind: 'service',
            resourceId: row.id,
            detail: { priceFen: Number(row.price_fen) },
          },
          tx,
        );
        return present(row);
      });
    } catch (error) {
      throw explainRefusal(error, refusals);
    }
  }
}

function serviceValues(body: ServiceBody): unknown[] {
  return [body.code, body.name, body.kind, body.priceFen, body.isActive];
}

function present({ price_fen: priceFen, ...row }: ServiceRow): ServiceAnswer {
  return { ...row, priceFen: Number(priceFen) };
}
