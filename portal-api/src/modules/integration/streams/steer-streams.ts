import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { inboundKinds, type RequestOf, type ResponseOf } from '@suizhen/contract';
import { AppError, Audit, KernelContext, UnitOfWork, type Actor } from '../../../kernel';
import { ConnectedSystems } from '../systems/connected-systems';
import { ExternalSystems } from '../systems/external-systems';
import { SyncBoard } from './sync-board';
import { SyncStreams } from './sync-streams';

/** Pauses, goes on, and hurries. What comes or is written meanwhile waits and is not lost. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SteerStreams {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  externalSystems: ExternalSystems;
  @Inject()
  connectedSystems: ConnectedSystems;
  @Inject()
  syncStreams: SyncStreams;
  @Inject()
  syncBoard: SyncBoard;

  /**
   * A kind stops one way, a whole system both ways. Going on with a whole system ends every pause in it.
   * @throws INVALID_STATE for a kind of a paused system
   */
  async pause(
    actor: Actor,
    { params: { systemId }, body }: RequestOf<'pauseExternalSystem'>,
  ): Promise<ResponseOf<'pauseExternalSystem'>> {
    const { staff, row } = await this.externalSystems.require(
      actor,
      'integration.update',
      systemId,
    );
    const { kind, direction, isPaused, reason } = body;
    if (kind !== null && !isPaused && row.paused_at) {
      throw new AppError('INVALID_STATE', { message: '整个系统已暂停，请点“全部恢复”' });
    }
    await this.unitOfWork.run(async (tx) => {
      if (kind === null || direction === null) {
        await tx.query(
          `update external_system set paused_at = case when $2 then coalesce(paused_at, $3) end where id = $1`,
          [systemId, isPaused, this.kernelContext.clock.now()],
        );
        if (!isPaused) await this.syncStreams.resumeAll(tx, systemId);
      } else await this.syncStreams.pause(tx, systemId, { direction, kind }, isPaused);
      await this.audit.record(
        staff,
        {
          action: isPaused ? 'integration.pause' : 'integration.resume',
          resourceKind: 'integration',
          resourceId: systemId,
          reason,
          detail: { kind, direction },
        },
        tx,
      );
    });
    this.connectedSystems.forget();
    return { items: await this.syncBoard.ofSystem(systemId) };
  }

  /** @throws INVALID_STATE for a system that is not enabled, is paused, or pushes by itself */
  async hurry(
    actor: Actor,
    { params: { systemId }, body }: RequestOf<'runExternalSystem'>,
  ): Promise<ResponseOf<'runExternalSystem'>> {
    const { staff, row } = await this.externalSystems.require(
      actor,
      'integration.update',
      systemId,
    );
    if (!row.is_enabled) throw new AppError('INVALID_STATE', { message: '系统未启用' });
    if (row.paused_at) throw new AppError('INVALID_STATE', { message: '系统已暂停，请先恢复' });
    const adapter = await this.connectedSystems.adapterOf(systemId);
    const pulls = adapter?.pulls ?? [];
    const kinds = inboundKinds.filter(
      (kind) => pulls.includes(kind) && (body.kind === null || kind === body.kind),
    );
    if (kinds.length === 0) {
      throw new AppError('INVALID_STATE', { message: '该系统主动推送，不需要读取' });
    }
    await this.syncStreams.ensure(systemId, kinds);
    await this.unitOfWork.run(async (tx) => {
      await this.syncStreams.hurry(tx, systemId, kinds, body.isFull);
      const detail = { kind: body.kind, isFull: body.isFull };
      const what = { resourceKind: 'integration', resourceId: systemId, detail };
      await this.audit.record(staff, { action: 'integration.run', ...what }, tx);
    });
    return { items: await this.syncBoard.ofSystem(systemId) };
  }
}
