import { hash } from 'node:crypto';
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { OperationId } from '@suizhen/contract';
import { AppError } from './app-error';
import { realTime } from './clock';
import { Database, pgErrorCode, UnitOfWork, violatedConstraint, type Sql } from './database';

export interface IdempotencyKey {
  /** Who sent it: keys of different people never meet. */
  owner: string;
  key: string;
  fingerprint: string;
}

/** What was kept under a key. */
export interface KeptAnswer {
  operation: string;
  fingerprint: string;
  state: 'running' | 'done';
  body: unknown;
}

interface StoredAnswer extends KeptAnswer, Record<string, unknown> {
  created_at: Date;
}

/** Over the operation, the path and the body as parsed: the same wish, however it was typed. */
export function fingerprintOf(operation: OperationId, request: unknown): string {
  return hash('sha256', `${operation}\n${JSON.stringify(request)}`, 'base64url');
}

/** True when the statement was refused because the key is already there. */
export function isKeyTaken(error: unknown): boolean {
  return pgErrorCode(error) === '23505' && violatedConstraint(error) === 'idempotency_key_pkey';
}

/** A run without an answer is given up after this time: its process died. */
const abandonedAfterMs = 30_000;

/** The same key gets the same answer; a changed request under the same key is refused. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Idempotency {
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;

  /**
   * Runs `work` and keeps its answer in one transaction. Repeats that come meanwhile wait for the
   * commit on the key's index entry, then read the answer.
   */
  async inTransaction<T>(
    operation: OperationId,
    key: IdempotencyKey,
    work: () => Promise<T>,
  ): Promise<T> {
    const kept = await this.find(key);
    if (kept) return this.answerOf<T>(kept, operation, key);
    try {
      return await this.unitOfWork.run(async (tx) => {
        await this.insert(tx, operation, key);
        const answer = await work();
        await this.finish(tx, key, answer);
        return answer;
      });
    } catch (error) {
      if (!isKeyTaken(error)) throw error;
      const other = await this.find(key);
      if (!other) throw new AppError('IDEMPOTENCY_IN_PROGRESS', { cause: error });
      return this.answerOf<T>(other, operation, key);
    }
  }

  /**
   * For work that talks to the network and is safe to run again: the key is kept outside of it. A
   * repeat that comes meanwhile waits for the answer.
   */
  async around<T>(operation: OperationId, key: IdempotencyKey, work: () => Promise<T>): Promise<T> {
    try {
      await this.insert(this.database, operation, key);
    } catch (error) {
      if (!isKeyTaken(error)) throw error;
      const kept = await this.waitFor(operation, key);
      if (kept) return kept.body as T;
    }
    try {
      const answer = await work();
      await this.finish(this.database, key, answer);
      return answer;
    } catch (error) {
      await this.database.query(
        `delete from idempotency_key where owner = $1 and key = $2 and state = 'running'`,
        [key.owner, key.key],
      );
      throw error;
    }
  }

  /** What was kept under a key by a use case that writes it in its own statement. */
  async find(key: IdempotencyKey): Promise<StoredAnswer | undefined> {
    const rows = await this.database.query<StoredAnswer>(
      `select operation, fingerprint, state, body, created_at from idempotency_key
        where owner = $1 and key = $2`,
      [key.owner, key.key],
      'idempotency-find',
    );
    return rows[0];
  }

  /** @throws IDEMPOTENCY_KEY_REUSED, IDEMPOTENCY_IN_PROGRESS */
  answerOf<T>(kept: KeptAnswer, operation: OperationId, key: IdempotencyKey): T {
    this.requireSame(kept, operation, key);
    if (kept.state === 'running') throw new AppError('IDEMPOTENCY_IN_PROGRESS');
    return kept.body as T;
  }

  private requireSame(kept: KeptAnswer, operation: OperationId, key: IdempotencyKey): void {
    if (kept.operation !== operation || kept.fingerprint !== key.fingerprint) {
      throw new AppError('IDEMPOTENCY_KEY_REUSED');
    }
  }

  private async waitFor(
    operation: OperationId,
    key: IdempotencyKey,
  ): Promise<StoredAnswer | undefined> {
    for (let waitedMs = 0; ; waitedMs += 100) {
      const kept = await this.find(key);
      if (!kept) return undefined;
      this.requireSame(kept, operation, key);
      if (kept.state === 'done') return kept;
      if (realTime.now().getTime() - kept.created_at.getTime() > abandonedAfterMs) return undefined;
      if (waitedMs >= 8_000) throw new AppError('IDEMPOTENCY_IN_PROGRESS');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  private async insert(sql: Sql, operation: OperationId, key: IdempotencyKey): Promise<void> {
    await sql.query(
      `insert into idempotency_key (owner, key, operation, fingerprint, state, created_at)
       values ($1, $2, $3, $4, 'running', $5)`,
      [key.owner, key.key, operation, key.fingerprint, realTime.now()],
      'idempotency-insert',
    );
  }

  private async finish(sql: Sql, key: IdempotencyKey, answer: unknown): Promise<void> {
    await sql.query(
      `update idempotency_key set state = 'done', body = $3::json where owner = $1 and key = $2`,
      [key.owner, key.key, JSON.stringify(answer ?? null)],
      'idempotency-finish',
    );
  }
}
