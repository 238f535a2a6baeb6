import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  KernelContext,
  pgErrorCode,
  realTime,
  UnitOfWork,
  violatedConstraint,
  type RecurringJob,
  type Tx,
} from '../../../kernel';
import { InboundProblem } from '../canonical';
import { patternOfKinds, streamKindOf } from '../streams/stream-kinds';
import { SyncStreams } from '../streams/sync-streams';
import { ConnectedSystems, type ConnectedSystem } from '../systems/connected-systems';
import { InboundMessages } from './inbound-messages';
import type { InboundRow, Verdict } from './inbound-row';
import { TakeMessage } from './take-message';
import { verdictOnProblem } from './verdict';

/** Side by side within one process; different patients do not wait for each other. */
const lanes = 3;
/** Then the loop of the worker looks whether it is to stop. */
const roundMs = 2_000;
const mostAttempts = 5;

/**
 * Takes in what came, each message in one transaction, those of one patient in the order in which they came.
 * Several workers may run it: who takes a message holds it, and whoever dies leaves it as it was.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class TakeIn implements RecurringJob {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  connectedSystems: ConnectedSystems;
  @Inject()
  inboundMessages: InboundMessages;
  @Inject()
  takeMessage: TakeMessage;
  @Inject()
  syncStreams: SyncStreams;

  async run(): Promise<number> {
    const until = realTime.now().getTime() + roundMs;
    const systems = (await this.connectedSystems.all()).filter((system) => !system.isPaused);
    const paused = await this.syncStreams.pausedKinds();
    const counts = await Promise.all(
      Array.from({ length: lanes }, (_, lane) => this.lane(turned(systems, lane), paused, until)),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /** One message of every system in turn, so that none waits behind the backlog of another. */
  private async lane(
    systems: readonly ConnectedSystem[],
    paused: ReadonlyMap<string, string[]>,
    until: number,
  ): Promise<number> {
    let taken = 0;
    let left = [...systems];
    while (left.length > 0) {
      for (const system of left) {
        if (realTime.now().getTime() >= until) return taken;
        const pattern = patternOfKinds(paused.get(system.id) ?? []);
        if (await this.takeNext(system, pattern)) taken += 1;
        else left = left.filter((other) => other !== system);
      }
    }
    return taken;
  }

  /** @returns false when nothing waits */
  private async takeNext(system: ConnectedSystem, paused: string | null): Promise<boolean> {
    let claimed: InboundRow | null = null;
    try {
      return await this.unitOfWork.run(async (tx) => {
        claimed = await this.inboundMessages.claim(tx, system.id, paused);
        if (!claimed) return false;
        const verdict = await this.judge(tx, system, claimed);
        await this.inboundMessages.settle(tx, claimed, verdict);
        await this.count(tx, claimed, verdict);
        return true;
      });
    } catch (error) {
      if (!claimed) throw error;
      await this.postpone(claimed, error);
      return true;
    }
  }

  private async judge(tx: Tx, system: ConnectedSystem, row: InboundRow): Promise<Verdict> {
    await tx.query('savepoint taking');
    try {
      return await this.takeMessage.run({ tx, system, row });
    } catch (error) {
      const problem = error instanceof InboundProblem ? error : refusalOf(error);
      if (!problem) throw error;
      await tx.query('rollback to savepoint taking');
      return verdictOnProblem(problem);
    }
  }

  private async count(tx: Tx, row: InboundRow, verdict: Verdict): Promise<void> {
    const kind = streamKindOf(row.kind);
    if (kind === null) return;
    const counts = {
      processed: verdict.state === 'processed' || verdict.state === 'superseded' ? 1 : 0,
      setAside: verdict.state === 'set-aside' ? 1 : 0,
      quarantined: verdict.state === 'quarantined' ? 1 : 0,
    };
    await this.syncStreams.count(tx, new Map([[`${row.system_id} ${kind}`, counts]]));
  }

  /** Something of ours went wrong, not of theirs: again after a while, and at last for a person. */
  private async postpone(row: InboundRow, error: unknown): Promise<void> {
    const { message, name } = error as Error;
    const log = { inboundId: row.id, error: pgErrorCode(error) ?? name };
    this.kernelContext.logger.warn(log, 'message not taken in');
    this.kernelContext.logger.debug({ inboundId: row.id, message }, 'message not taken in');
    await this.unitOfWork.run(async (tx) => {
      const attempts = row.attempts + 1;
      if (attempts < mostAttempts) return this.inboundMessages.postpone(tx, row, attempts);
      const problem = new InboundProblem('internal', `处理 ${attempts} 次未成功，请联系管理员`);
      await this.inboundMessages.settle(tx, row, verdictOnProblem(problem));
      await this.count(tx, row, verdictOnProblem(problem));
    });
  }
}

/** Each lane begins with another system. */
function turned<T>(list: readonly T[], by: number): T[] {
  const at = list.length === 0 ? 0 : by % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
}

/** What the tables refuse they refuse every time: a value that is none, or that no rule allows. */
function refusalOf(error: unknown): InboundProblem | null {
  const code = pgErrorCode(error) ?? '';
  if (!/^22|^23502$|^23514$/.test(code)) return null;
  const constraint = violatedConstraint(error);
  return new InboundProblem(
    'internal',
    `内容不符合本系统的规则（${constraint ?? code}），请联系管理员`,
  );
}
