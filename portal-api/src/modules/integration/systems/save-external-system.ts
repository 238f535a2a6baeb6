import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  explainRefusal,
  fieldError,
  KernelContext,
  newId,
  UnitOfWork,
  type Actor,
} from '../../../kernel';
import { Policy } from '../../identity';
import { ConnectedSystems } from './connected-systems';
import { presentSystem, type ExternalSystemAnswer } from './external-system';
import { ExternalSystems } from './external-systems';
import { SystemConfig } from './system-config';

const refusals = {
  external_system_code_key: ['body.code', '这个编码已被使用'],
  external_system_branch_id_fkey: ['body.branchId', '没有这个院区'],
} satisfies Record<string, [string, string]>;

/** Connects a system, or changes how it is reached. Every process follows within seconds. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SaveExternalSystem {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;
  @Inject()
  externalSystems: ExternalSystems;
  @Inject()
  systemConfig: SystemConfig;
  @Inject()
  connectedSystems: ConnectedSystems;

  /** @throws NAME_TAKEN, INVALID_FIELD, NOT_FOUND for a branch out of scope */
  async create(
    actor: Actor,
    { body }: RequestOf<'createExternalSystem'>,
  ): Promise<ExternalSystemAnswer> {
    const { branchId } = body;
    const staff = this.policy.require(actor, 'integration.update', { branchId });
    const now = this.kernelContext.clock.now();
    const id = newId(now);
    try {
      await this.unitOfWork.run(async (tx) => {
        const about = { systemId: null, code: body.code, kept: null };
        const stored = await this.systemConfig.check(tx, body.config, about);
        await tx.query(
          `insert into external_system (id, branch_id, name, code, kind, adapter, config, secret_cipher, is_enabled,
             created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
          [
            id,
            branchId,
            body.name,
            body.code,
            body.kind,
            body.config.adapter,
            stored.config,
            stored.secretCipher,
            body.isEnabled,
            now,
          ],
        );
        const detail = { adapter: body.config.adapter, isEnabled: body.isEnabled };
        const what = { resourceKind: 'integration', resourceId: id, detail };
        await this.audit.record(staff, { action: 'integration.create', ...what }, tx);
      });
    } catch (error) {
      throw explainRefusal(error, refusals);
    }
    this.connectedSystems.forget();
    return presentSystem((await this.externalSystems.require(actor, 'integration.update', id)).row);
  }

  /** @throws NOT_FOUND, INVALID_FIELD, VERSION_CONFLICT */
  async update(
    actor: Actor,
    { params: { systemId }, body }: RequestOf<'updateExternalSystem'>,
  ): Promise<ExternalSystemAnswer> {
    const { staff, row } = await this.externalSystems.require(
      actor,
      'integration.update',
      systemId,
    );
    // What came under the old wire could not be read by another one.
    if (row.adapter !== body.config.adapter) {
      throw fieldError('body.config.adapter', '接口类型不能更换，请另建一个系统');
    }
    await this.unitOfWork.run(async (tx) => {
      const about = { systemId, code: row.code, kept: row.secret_cipher };
      const stored = await this.systemConfig.check(tx, body.config, about);
      const updated = await tx.query(
        `update external_system set name = $3, kind = $4, config = $5, secret_cipher = $6, is_enabled = $7,
           version = version + 1 where id = $1 and version = $2 returning id`,
        [
          systemId,
          body.version,
          body.name,
          body.kind,
          stored.config,
          stored.secretCipher,
          body.isEnabled,
        ],
      );
      if (updated.length === 0) throw new AppError('VERSION_CONFLICT');
      const detail = {
        isEnabled: body.isEnabled,
        isSecretChanged: stored.secretCipher !== row.secret_cipher,
      };
      const what = { resourceKind: 'integration', resourceId: systemId, detail };
      await this.audit.record(staff, { action: 'integration.update', ...what }, tx);
    });
    this.connectedSystems.forget();
    const after = await this.externalSystems.require(actor, 'integration.update', systemId);
    return presentSystem(after.row);
  }
}
