/** Rules that differ by hospital, edited in the admin web. */
import { z } from 'zod';
import { id, instant, listOf, text } from './common';
import { operation } from './operation';

const tag = 'settings';

export const Setting = z
  .object({
    key: z.string(),
    group: z.string().meta({ description: 'Heading in Chinese' }),
    title: z.string(),
    description: z.string(),
    value: z.json(),
    defaultValue: z.json(),
    schema: z.json().meta({ description: 'JSON Schema of the value' }),
    version: z.int().meta({ description: '0: never changed' }),
    updatedAt: instant.nullable(),
    updatedBy: z.string().nullable(),
  })
  .meta({ id: 'Setting' });

export const SettingChange = z
  .object({
    id,
    version: z.int(),
    value: z.json(),
    reason: z.string(),
    changedAt: instant,
    changedBy: z.string(),
  })
  .meta({ id: 'SettingChange' });

const key = z.string().regex(/^[a-z][a-zA-Z0-9.-]{1,80}$/, '没有这个设置项');

export const settingsOperations = {
  listSettings: operation('listSettings', {
    summary: 'All settings with their schemas',
    tag,
    access: { by: 'staff', permission: 'settings.display' },
    response: listOf(Setting),
  }),
  updateSetting: operation('updateSetting', {
    summary: 'Change one setting; it is validated, kept in history and audited',
    tag,
    access: { by: 'staff', permission: 'settings.update' },
    errors: ['VERSION_CONFLICT'],
    params: z.object({ key }),
    body: z.object({ value: z.json(), reason: text(200, 2), version: z.int() }),
    response: Setting,
  }),
  listSettingHistory: operation('listSettingHistory', {
    summary: 'Who changed a setting, when, to what and why',
    tag,
    access: { by: 'staff', permission: 'settings.display' },
    params: z.object({ key }),
    response: listOf(SettingChange),
  }),
};
