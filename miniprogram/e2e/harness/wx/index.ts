import { deviceApis } from './device';
import type { Host } from './host';
import { interfaceApis } from './interface';
import { personalApis } from './personal';
import { requestApis } from './requests';
import { storageApis } from './storage';
import { systemApis } from './system';

/** The `wx` that the app finds. */
export function createWx(host: Host, storage: Map<string, string>): Record<string, unknown> {
  return {
    ...systemApis(host),
    ...storageApis(host, storage),
    ...requestApis(host),
    ...interfaceApis(host),
    ...personalApis(host),
    ...deviceApis(host),
  };
}
