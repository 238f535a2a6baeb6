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
import { SyncStreams, type StreamCounts } from '../streams/sync-streams';
import { ConnectedSystems, type ConnectedSystem } from '../systems/connected-systems';
import { InboundMessages } from './inbound-messages';
import type { InboundRow, Verdict } from './inbound-row';
import { mostTogether } from './new-patient-messages';
import { TakeMessage } from './take-message';
import { TakeNewPatients, type Together } from './take-new-patients';
import { verdictOnProblem } from './verdict';

/** Side by side within one process; different patients do not wait for each other. */
const lanes = 3;
/** Then the loop of the worker looks whether it is to stop. */
const roundMs = 2_000;
const mostAttempts = 5;
/** With fewer at once nothing is won. */
const worthwhile = 8;
const nothing: Together = { seen: mostTogether, taken: [] };

interface Settled {
  row: InboundRow;
  verdict: Verdict;
}

/**
 * Takes in what came, each message in one transaction, those of one patient in the order in which they came;
 * new patients, of whom a hospital that was just connected has many, together.
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
  takeNewPatients: TakeNewPatients;
  @Inject()
  syncStreams: SyncStreams;

  /** What this process did since the board was last told. */
  private readonly counts = new Map<string, StreamCounts>();
  /** By system: after how many messages one by one it is worth a try to take new patients together; 0: now. */
  private readonly untilTogether = new Map<string, number>();

  async run(): Promise<number> {
    const until = realTime.now().getTime() + roundMs;
    const systems = (await this.connectedSystems.all()).filter((system) => !system.isPaused);
    const paused = await this.syncStreams.pausedKinds();
    const taken = await Promise.all(
      Array.from({ length: lanes }, (_, lane) => this.lane(turned(systems, lane), paused, until)),
    );
    await this.tellBoard();
    return taken.reduce((sum, count) => sum + count, 0);
  }

  /** Once a round: on one line of the board all lanes would queue up. */
  private async tellBoard(): Promise<void> {
    const counts = new Map(this.counts);
    this.counts.clear();
    await this.syncStreams.count(this.unitOfWork.database, counts);
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
        const together = await this.takeTogether(system, pattern);
        taken += together;
        if (together > 0) continue;
        if (await this.takeNext(system, pattern)) taken += 1;
        else left = left.filter((other) => other !== system);
      }
    }
    return taken;
  }

  /** @returns false when nothing waits */
  private async takeNext(system: ConnectedSystem, paused: string | null): Promise<boolean> {
    let claimed: InboundRow | null = null;
    let settled: Settled | null = null;
    try {
      const isTaken = await this.unitOfWork.run(async (tx) => {
        claimed = await this.inboundMessages.claim(tx, system.id, paused);
        if (!claimed) return false;
        const verdict = await this.judge(tx, system, claimed);
        await this.inboundMessages.settle(tx, claimed, verdict);
        settled = { row: claimed, verdict };
        return true;
      });
      if (settled) this.taken(settled);
      return isTaken;
    } catch (error) {
      if (!claimed) throw error;
      await this.postpone(claimed, error);
      return true;
    }
  }

  /** Of a system that tells of new patients, one after the other, as many as may be taken at once. */
  private async takeTogether(system: ConnectedSystem, paused: string | null): Promise<number> {
    if (this.untilTogether.get(system.id) !== 0) return 0;
    const { seen, taken } = (await this.takeNewPatients.run(system, paused)) ?? nothing;
    for (const settled of taken) this.count(settled);
    if (seen < worthwhile) this.untilTogether.set(system.id, 1);
    // Those that are left, and the one that spoilt it for all, are met one by one.
    else if (taken.length < seen / 4) this.untilTogether.set(system.id, seen);
    return taken.length;
  }

  /** Patients that came one by one make it likely that more wait. */
  private taken(settled: Settled): void {
    this.count(settled);
    const { system_id: systemId, kind } = settled.row;
    if (kind !== 'patient') return;
    const left = this.untilTogether.get(systemId) ?? 1;
    this.untilTogether.set(systemId, Math.max(0, left - 1));
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

  private count({ row, verdict: { state } }: Settled): void {
    const kind = streamKindOf(row.kind);
    if (kind === null) return;
    const key = `${row.system_id} ${kind}`;
    const counts = this.counts.get(key) ?? { processed: 0, setAside: 0, quarantined: 0 };
    if (state === 'set-aside') counts.setAside += 1;
    else if (state === 'quarantined') counts.quarantined += 1;
    else counts.processed += 1;
    this.counts.set(key, counts);
  }

  /** Something of ours went wrong, not of theirs: again after a while, and at last for a person. */
  private async postpone(row: InboundRow, error: unknown): Promise<void> {
    const { message, name } = error as Error;
    const log = { inboundId: row.id, error: pgErrorCode(error) ?? name };
    this.kernelContext.logger.warn(log, 'message not taken in');
    this.kernelContext.logger.debug({ inboundId: row.id, message }, 'message not taken in');
    const attempts = row.attempts + 1;
    const problem = new InboundProblem('internal', `处理 ${attempts} 次未成功，请联系管理员`);
    const verdict = verdictOnProblem(problem);
    await this.unitOfWork.run((tx) =>
      attempts < mostAttempts
        ? this.inboundMessages.postpone(tx, row, attempts)
        : this.inboundMessages.settle(tx, row, verdict),
    );
    if (attempts >= mostAttempts) this.count({ row, verdict });
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
