import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf, VitalKind } from '@suizhen/contract';
import {
  AppError,
  Audit,
  Database,
  KernelContext,
  newId,
  newToken,
  UnitOfWork,
  type Actor,
} from '../../../kernel';
import { requireAccount } from '../../identity';
import { Proxies } from '../../patients';

type VitalDevice = ResponseOf<'listMyVitalDevices'>['items'][number];

interface DeviceRow extends Record<string, unknown> {
  id: string;
  name: string;
  kinds: VitalKind[];
  added_at: Date;
  last_reading_at: Date | null;
  revoked_at: Date | null;
}

/** More than a family owns; each is a key that somebody could lose. */
const mostDevices = 10;
const columns = 'id, name, kinds, added_at, last_reading_at, revoked_at';

/** Devices that send readings of a patient by themselves, each with a key of its own. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class VitalDevices {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  proxies: Proxies;

  async list(actor: Actor, patientId: string): Promise<ResponseOf<'listMyVitalDevices'>> {
    await this.proxies.require(requireAccount(actor).accountId, patientId);
    const rows = await this.database.query<DeviceRow>(
      `select ${columns} from vital_device where patient_id = $1
        order by revoked_at is not null, added_at desc, id desc limit 50`,
      [patientId],
    );
    return { items: rows.map(present) };
  }

  /** The key is shown this once; here it lies sealed. @throws NOT_FOUND, INVALID_STATE */
  async add(
    actor: Actor,
    { params: { patientId }, body }: RequestOf<'addMyVitalDevice'>,
  ): Promise<ResponseOf<'addMyVitalDevice'>> {
    const { accountId } = requireAccount(actor);
    await this.proxies.require(accountId, patientId);
    const key = newToken();
    const now = this.kernelContext.clock.now();
    const id = newId(now);
    return this.unitOfWork.run(async (tx) => {
      await tx.query(`select 1 from patient where id = $1 for no key update`, [patientId]);
      const live = await tx.query(
        `select 1 from vital_device where patient_id = $1 and revoked_at is null`,
        [patientId],
      );
      if (live.length >= mostDevices) {
        throw new AppError('INVALID_STATE', { message: `每位就诊人最多 ${mostDevices} 台设备` });
      }
      const rows = await tx.query<DeviceRow>(
        `insert into vital_device (id, patient_id, account_id, name, kinds, key_cipher, added_at)
         values ($1, $2, $3, $4, $5, $6, $7) returning ${columns}`,
        [
          id,
          patientId,
          accountId,
          body.name,
          [...new Set(body.kinds)],
          this.kernelContext.secrets.encrypt(key),
          now,
        ],
      );
      await this.audit.record(
        actor,
        { action: 'vital.device-add', resourceKind: 'vital-device', resourceId: id, patientId },
        tx,
      );
      return { ...present(rows[0]!), key };
    });
  }

  /** Whoever acts for the patient may. Once more changes nothing. @throws NOT_FOUND */
  async remove(actor: Actor, deviceId: string): Promise<void> {
    const { accountId } = requireAccount(actor);
    const [row] = await this.database.query<{ patient_id: string }>(
      `select patient_id from vital_device where id = $1`,
      [deviceId],
    );
    if (!row) throw new AppError('NOT_FOUND');
    const { patient_id: patientId } = row;
    await this.proxies.require(accountId, patientId);
    await this.unitOfWork.run(async (tx) => {
      const revoked = await tx.query(
        `update vital_device set revoked_at = $2 where id = $1 and revoked_at is null returning id`,
        [deviceId, this.kernelContext.clock.now()],
      );
      if (revoked.length === 0) return;
      await this.audit.record(
        actor,
        {
          action: 'vital.device-remove',
          resourceKind: 'vital-device',
          resourceId: deviceId,
          patientId,
        },
        tx,
      );
    });
  }
}

function present(row: DeviceRow): VitalDevice {
  return {
    id: row.id,
    name: row.name,
    kinds: row.kinds,
    addedAt: row.added_at.toISOString(),
    lastReadingAt: row.last_reading_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  };
}
