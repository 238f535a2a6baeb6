import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { InjectDataSource } from '@midwayjs/typeorm';
import type { Pool, PoolClient, QueryResultRow } from 'pg';
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import { KernelContext } from './kernel-context';
import { withinPatience } from './patience';
import { Scoped } from './scoped';

/** Anything that runs SQL: the pool for reads, a transaction for what must hold together. */
export interface Sql {
  /**
   * @param name prepares the statement once per connection; give one to hot statements only, and never
   * the same name to two texts
   */
  query<R extends QueryResultRow = QueryResultRow>(
    text: string,
    values?: readonly unknown[],
    name?: string,
  ): Promise<R[]>;
}

/** A running transaction. Repositories take it; nothing inside it may touch the network. */
export interface Tx extends Sql {
  readonly manager: EntityManager;
  /** Runs after the commit, never after a rollback: hints to look, cache drops. */
  afterCommit(work: () => void): void;
}

type Afterwards = () => Promise<void>;

interface Ambient {
  tx: Tx;
  afterwards: Afterwards[];
}

const ambient = new Scoped<Ambient>();
/** serialization_failure, deadlock_detected: PostgreSQL asks to run the transaction again. */
const retryable = new Set(['40001', '40P01']);

/** The error code that PostgreSQL gave, wherever TypeORM wrapped it. */
export function pgErrorCode(error: unknown): string | undefined {
  const candidate = error as { code?: unknown; driverError?: { code?: unknown } } | null;
  const code = candidate?.driverError?.code ?? candidate?.code;
  return typeof code === 'string' ? code : undefined;
}

/** The constraint that refused a row, if one did. */
export function violatedConstraint(error: unknown): string | undefined {
  const candidate = error as { constraint?: string; driverError?: { constraint?: string } } | null;
  return candidate?.driverError?.constraint ?? candidate?.constraint;
}

/** PostgreSQL has read the statement and would not do it: bad data, a constraint, a conflict, a mistake. */
const isRefusal = (error: unknown): boolean => /^(22|23|40|42|P0)/.test(pgErrorCode(error) ?? '');

/** No answer came in time: the line may be dead without anybody having said so. */
function isLineDead(error: unknown): boolean {
  return error instanceof Error && error.message.includes('Query read timeout');
}

/** Ends the connection itself, so that nobody waits on it again; PostgreSQL undoes what was open. */
function hangUp(runner: QueryRunner): void {
  const client = (runner as unknown as { databaseConnection?: PoolClient }).databaseConnection;
  const socket = (client as unknown as { connection?: { stream?: { destroy(): void } } })
    ?.connection?.stream;
  socket?.destroy();
}

/** Reads and writes on the one pool. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Database implements Sql {
  @InjectDataSource()
  dataSource: DataSource;

  @Inject()
  kernelContext: KernelContext;

  /** TypeORM's own pg.Pool: one pool for ORM and plain SQL. */
  get pool(): Pool {
    return (this.dataSource.driver as unknown as { master: Pool }).master;
  }

  get manager(): EntityManager {
    return ambient.get()?.tx.manager ?? this.dataSource.manager;
  }

  /** Runs in the transaction around, if there is one: a read inside it never takes a second connection. */
  async query<R extends QueryResultRow = QueryResultRow>(
    text: string,
    values: readonly unknown[] = [],
    name?: string,
  ): Promise<R[]> {
    const around = ambient.get();
    if (around) return around.tx.query<R>(text, values, name);
    const client = await withinPatience(this.pool.connect(), (late) => late.release());
    let broken: Error | undefined;
    try {
      return (await client.query<R>(this.statement(text, values, name))).rows;
    } catch (error) {
      // What PostgreSQL refuses leaves the connection as good as it was; of anything else nobody knows.
      if (!isRefusal(error)) broken = error as Error;
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /**
   * Runs `work` on its own once the transaction around has ended, whether it was kept or undone; at once
   * where there is none. For what must be known even of what never happened.
   */
  async afterwards(work: Afterwards): Promise<void> {
    const around = ambient.get();
    if (around) around.afterwards.push(work);
    else await work();
  }

  /** The shape pg takes; names are dropped where a pooler cannot keep them. */
  statement(text: string, values: readonly unknown[], name?: string) {
    const isNamed = name !== undefined && this.kernelContext.config.DATABASE_PREPARE;
    return isNamed ? { text, values: [...values], name } : { text, values: [...values] };
  }
}

/** Runs a use case in one transaction. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class UnitOfWork {
  @Inject()
  database: Database;

  /**
   * Commits what `work` did, or nothing. Called inside another `run`, it joins that transaction.
   * Runs the whole of `work` again, at most three times, when PostgreSQL asks for it.
   */
  async run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const around = ambient.get();
    if (around) return work(around.tx);
    for (let attempt = 1; ; attempt++) {
      const afterwards: Afterwards[] = [];
      let isAgain = false;
      try {
        return await this.once(work, afterwards);
      } catch (error) {
        isAgain = attempt < 3 && retryable.has(pgErrorCode(error) ?? '');
        if (!isAgain) throw error;
      } finally {
        // What is run again says it again.
        if (!isAgain) await this.runAll(afterwards);
      }
    }
  }

  private async runAll(afterwards: readonly Afterwards[]): Promise<void> {
    for (const work of afterwards) {
      await work().catch((error: Error) =>
        this.database.kernelContext.logger.error({ error: error.message }, 'after a transaction'),
      );
    }
  }

  private async once<T>(work: (tx: Tx) => Promise<T>, afterwards: Afterwards[]): Promise<T> {
    const runner = this.database.dataSource.createQueryRunner();
    const callbacks: (() => void)[] = [];
    const client = (await withinPatience(
      runner.connect(),
      () => void runner.release(),
    )) as PoolClient;
    try {
      await runner.startTransaction();
      const tx = this.transaction(runner, client, callbacks);
      const result = await ambient.run({ tx, afterwards }, () => work(tx));
      await runner.commitTransaction();
      for (const callback of callbacks) callback();
      return result;
    } catch (error) {
      if (isLineDead(error)) hangUp(runner);
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }

  private transaction(runner: QueryRunner, client: PoolClient, callbacks: (() => void)[]): Tx {
    return {
      manager: runner.manager,
      query: async <R extends QueryResultRow>(
        text: string,
        values: readonly unknown[] = [],
        name?: string,
      ) => (await client.query<R>(this.database.statement(text, values, name))).rows,
      afterCommit: (work) => void callbacks.push(work),
    };
  }
}
