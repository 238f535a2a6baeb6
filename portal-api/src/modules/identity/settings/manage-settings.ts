import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { z } from 'zod';
import {
  AppError,
  Database,
  Settings,
  type Actor,
  type SettingDefinition,
  type StoredSetting,
} from '../../../kernel';
import { Policy } from '../policy/policy';

type Setting = ResponseOf<'updateSetting'>;
type SettingChange = ResponseOf<'listSettingHistory'>['items'][number];
type Json = Setting['value'];

type ChangeRow = {
  id: string;
  version: number;
  value: Json;
  reason: string;
  changed_at: Date;
  changed_by_name: string;
};

/** The rules that differ by hospital: what they are, what they were, and changing them. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ManageSettings {
  @Inject()
  database: Database;
  @Inject()
  settings: Settings;
  @Inject()
  policy: Policy;

  async list(actor: Actor): Promise<ResponseOf<'listSettings'>> {
    this.policy.require(actor, 'settings.display');
    const stored = await this.settings.storedRows();
    return { items: this.settings.all().map((one) => present(one, stored.get(one.key))) };
  }

  /** @throws NOT_FOUND, INVALID_FIELD, VERSION_CONFLICT */
  async update(
    actor: Actor,
    key: string,
    { value, reason, version }: RequestOf<'updateSetting'>['body'],
  ): Promise<Setting> {
    this.policy.require(actor, 'settings.update');
    await this.settings.change(actor, key, value, reason, version);
    const stored = await this.settings.storedRows();
    return present(this.requireDefinition(key), stored.get(key));
  }

  /** @throws NOT_FOUND */
  async history(actor: Actor, key: string): Promise<SettingChange[]> {
    this.policy.require(actor, 'settings.display');
    this.requireDefinition(key);
    const rows = await this.database.query<ChangeRow>(
      `select id, version, value, reason, changed_at, changed_by_name from setting_change
        where key = $1 order by version desc`,
      [key],
    );
    return rows.map((row) => ({
      id: row.id,
      version: row.version,
      value: row.value,
      reason: row.reason,
      changedAt: row.changed_at.toISOString(),
      changedBy: row.changed_by_name,
    }));
  }

  private requireDefinition(key: string): SettingDefinition {
    const definition = this.settings.all().find((one) => one.key === key);
    if (!definition) throw new AppError('NOT_FOUND');
    return definition;
  }
}

function present(definition: SettingDefinition, stored: StoredSetting | undefined): Setting {
  return {
    key: definition.key,
    group: definition.group,
    title: definition.title,
    description: definition.description,
    value: (stored ? stored.value : definition.defaultValue) as Json,
    defaultValue: definition.defaultValue as Json,
    schema: z.toJSONSchema(definition.schema, { io: 'input' }) as Json,
    version: stored?.version ?? 0,
    updatedAt: stored?.updated_at.toISOString() ?? null,
    updatedBy: stored?.updated_by_name ?? null,
  };
}
