import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { z } from 'zod';
import type { Actor } from './actor';
import { AppError } from './app-error';
import { Audit } from './audit';
import { realTime } from './clock';
import { Database, UnitOfWork } from './database';
import { newId } from './ids';
import { KernelContext } from './kernel-context';

/** A rule that differs by hospital: typed, validated, versioned, with a sane default. */
export interface SettingDefinition<T = unknown> {
  key: string;
  /** Heading, title and explanation in Chinese, for the admin web. */
  group: string;
  title: string;
  description: string;
  schema: z.ZodType<T>;
  defaultValue: T;
  /** What no schema can see: names that must exist, say. Null when all is well. */
  problem?(value: T, database: Database): Promise<string | null>;
}

export function defineSetting<T>(definition: SettingDefinition<T>): SettingDefinition<T> {
  return definition;
}

export interface StoredSetting {
  key: string;
  value: unknown;
  version: number;
  updated_at: Date;
  updated_by_name: string;
}

/** What was in force at one moment. */
export interface SettingValues {
  of<T>(definition: SettingDefinition<T>): T;
}

interface Stored extends SettingValues {
  readAt: number;
  rows: Map<string, StoredSetting>;
}

/** Every process sees a change within this time. */
const freshForMs = 2_000;

@Provide()
@Scope(ScopeEnum.Singleton)
export class Settings {
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  kernelContext: KernelContext;

  private readonly definitions = new Map<string, SettingDefinition>();
  private stored: Stored | undefined;
  private loading: Promise<Stored> | undefined;

  register(definitions: readonly SettingDefinition[]): void {
    for (const definition of definitions) {
      if (this.definitions.has(definition.key))
        throw new Error(`setting ${definition.key} is defined twice`);
      this.definitions.set(definition.key, definition);
    }
  }

  all(): SettingDefinition[] {
    return [...this.definitions.values()];
  }

  /** The value in force. */
  async get<T>(definition: SettingDefinition<T>): Promise<T> {
    return (this.fresh() ?? (await this.load())).of(definition);
  }

  /** The values in force, for whoever needs several. */
  async now(): Promise<SettingValues> {
    return this.fresh() ?? this.load();
  }

  async storedRows(): Promise<Map<string, StoredSetting>> {
    return (await this.load()).rows;
  }

  /**
   * Changes one setting and keeps the old value in history.
   * @throws NOT_FOUND, INVALID_FIELD naming what is wrong, VERSION_CONFLICT
   */
  async change(
    actor: Actor,
    key: string,
    value: unknown,
    reason: string,
    version: number,
  ): Promise<void> {
    const definition = this.definitions.get(key);
    if (!definition) throw new AppError('NOT_FOUND');
    const parsed = definition.schema.safeParse(value);
    if (!parsed.success) {
      const fields = Object.fromEntries(
        parsed.error.issues.map((issue) => [
          ['body.value', ...issue.path].join('.'),
          issue.message,
        ]),
      );
      throw new AppError('INVALID_FIELD', { fields });
    }
    const problem = await definition.problem?.(parsed.data, this.database);
    if (problem) throw new AppError('INVALID_FIELD', { fields: { 'body.value': problem } });
    const by =
      actor.kind === 'staff'
        ? { id: actor.staffId, name: actor.name }
        : { id: null, name: actor.kind };
    const now = this.kernelContext.clock.now();
    await this.unitOfWork.run(async (tx) => {
      const json = JSON.stringify(parsed.data);
      const written = await tx.query(
        `insert into setting (key, value, version, updated_at, updated_by, updated_by_name)
         select $1, $2::jsonb, 1, $4, $5, $6 where $3 = 0
         on conflict (key) do nothing returning version`,
        [key, json, version, now, by.id, by.name],
      );
      const updated = written.length
        ? written
        : await tx.query(
            `update setting set value = $2::jsonb, version = version + 1, updated_at = $4, updated_by = $5,
               updated_by_name = $6 where key = $1 and version = $3 returning version`,
            [key, json, version, now, by.id, by.name],
          );
      if (!updated.length) throw new AppError('VERSION_CONFLICT');
      await tx.query(
        `insert into setting_change (id, key, version, value, reason, changed_at, changed_by, changed_by_name)
         values ($1, $2, $3, $4::jsonb, $5, $6, $7, $8)`,
        [newId(now), key, version + 1, json, reason, now, by.id, by.name],
      );
      await this.audit.record(
        actor,
        { action: 'settings.update', resourceKind: 'settings', resourceId: key, reason },
        tx,
      );
      tx.afterCommit(() => (this.stored = undefined));
    });
  }

  private fresh(): Stored | undefined {
    const stored = this.stored;
    return stored && realTime.now().getTime() - stored.readAt < freshForMs ? stored : undefined;
  }

  private load(): Promise<Stored> {
    this.loading ??= this.read().finally(() => (this.loading = undefined));
    return this.loading;
  }

  private async read(): Promise<Stored> {
    const readAt = realTime.now().getTime();
    const rows = await this.database.query<StoredSetting & Record<string, unknown>>(
      `select key, value, version, updated_at, updated_by_name from setting`,
      [],
      'settings-all',
    );
    const values = new Map<string, unknown>();
    for (const { key, value } of rows) {
      // A stored value that an older schema allowed must not break a booking: the default rules until it is mended.
      const parsed = this.definitions.get(key)?.schema.safeParse(value);
      if (parsed?.success) values.set(key, parsed.data);
    }
    this.stored = {
      readAt,
      rows: new Map(rows.map((row) => [row.key, row])),
      of: <T>({ key, defaultValue }: SettingDefinition<T>) =>
        values.has(key) ? (values.get(key) as T) : defaultValue,
    };
    return this.stored;
  }
}
