import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { DeviceKind } from '@suizhen/contract';
import {
  AppError,
  Database,
  hashToken,
  realTime,
  type Actor,
  type DeviceActor,
  type RequestMeta,
} from '../../../kernel';

interface DeviceRow extends Record<string, unknown> {
  id: string;
  kind: DeviceKind;
  name: string;
  branch_id: string;
  department_ids: string[];
  version: number;
  last_seen_at: Date | null;
}

/** Often enough to see that a screen is dark, seldom enough to cost nothing. */
const seenEveryMs = 60_000;

/** @throws UNAUTHENTICATED for anyone but a paired device */
export function requireDevice(actor: Actor): DeviceActor {
  if (actor.kind !== 'device') throw new AppError('UNAUTHENTICATED');
  return actor;
}

/** Paired devices by their token. A token lives until the device is revoked or paired anew. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Devices {
  @Inject()
  database: Database;

  async find(token: string, meta: RequestMeta): Promise<DeviceActor | null> {
    const [row] = await this.database.query<DeviceRow>(
      `select d.id, d.kind, d.name, d.branch_id, d.department_ids, d.version, d.last_seen_at
         from device d join branch b on b.id = d.branch_id and b.is_active
        where d.token_hash = $1 and d.revoked_at is null`,
      [hashToken(token)],
      'identity-device',
    );
    if (!row) return null;
    await this.touch(row);
    return {
      kind: 'device',
      deviceId: row.id,
      deviceKind: row.kind,
      name: row.name,
      branchId: row.branch_id,
      departmentIds: row.department_ids,
      version: row.version,
      meta,
    };
  }

  /**
   * Whether it is still who it was: an open stream asks now and then. Counts as being seen. False also
   * when it was paired anew or shows other departments now: it signs in again and finds out.
   */
  async isUnchanged({ deviceId, version }: DeviceActor): Promise<boolean> {
    const [row] = await this.database.query<{ id: string; last_seen_at: Date | null }>(
      `select id, last_seen_at from device
        where id = $1 and version = $2 and revoked_at is null and token_hash is not null`,
      [deviceId, version],
    );
    if (row) await this.touch(row);
    return row !== undefined;
  }

  private async touch({ id, last_seen_at: seen }: Pick<DeviceRow, 'id' | 'last_seen_at'>) {
    const now = realTime.now();
    if (seen && now.getTime() - seen.getTime() < seenEveryMs) return;
    await this.database.query(
      `update device set last_seen_at = $2
        where id = $1 and (last_seen_at is null or last_seen_at <= $3)`,
      [id, now, new Date(now.getTime() - seenEveryMs)],
    );
  }
}
