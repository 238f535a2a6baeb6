import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf, VitalKind } from '@suizhen/contract';
import {
  AppError,
  Database,
  KernelContext,
  networkOf,
  newToken,
  RateLimiter,
  realTime,
  UnitOfWork,
  uuidPattern,
  type Actor,
  type Tx,
} from '../../../kernel';
import { claimOf, isGenuine, type DeviceClaim } from './device-signature';
import { inBody } from './vital-limits';
import { VitalReadings } from './vital-readings';

type Reading = RequestOf<'receiveVitals'>['body']['readings'][number];

interface Device extends Record<string, unknown> {
  id: string;
  patient_id: string;
  kinds: VitalKind[];
  key_cipher: string;
}

/** Compared against where there is no device, so that an answer takes as long. */
const nobodysKey = newToken();

/** Readings that a device sends by itself: signed, and as often as it likes. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ReceiveVitals {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  rateLimiter: RateLimiter;
  @Inject()
  vitalReadings: VitalReadings;

  /** @throws SIGNATURE_INVALID whatever is wrong with the device, INVALID_FIELD, RATE_LIMITED */
  async run(
    actor: Actor,
    headers: Record<string, string | string[] | undefined>,
    rawBody: string,
    body: RequestOf<'receiveVitals'>['body'],
  ): Promise<ResponseOf<'receiveVitals'>> {
    const network = networkOf(actor.meta.address);
    await this.rateLimiter.requireLeft('bad-vital-signature', network);
    const device = await this.deviceOf(claimOf(headers), rawBody);
    if (!device) {
      await this.rateLimiter.spend('bad-vital-signature', network);
      throw new AppError('SIGNATURE_INVALID');
    }
    await this.rateLimiter.spend('vital-device', device.id);
    return this.unitOfWork.run((tx) => this.take(tx, device, body.readings));
  }

  /** The device that signed; none that is unknown, removed, or of somebody who no longer acts for the patient. */
  private async deviceOf(claim: DeviceClaim | null, rawBody: string): Promise<Device | null> {
    if (!claim) return null;
    const [device] = uuidPattern.test(claim.deviceId)
      ? await this.database.query<Device>(
          `select d.id, d.patient_id, d.kinds, d.key_cipher from vital_device d
             join proxy x on x.account_id = d.account_id and x.patient_id = d.patient_id and x.ended_at is null
            where d.id = $1 and d.revoked_at is null`,
          [claim.deviceId],
        )
      : [];
    const key = device ? this.kernelContext.secrets.decrypt(device.key_cipher) : nobodysKey;
    return isGenuine(key, claim, rawBody, realTime.now()) ? (device ?? null) : null;
  }

  private async take(
    tx: Tx,
    device: Device,
    given: readonly Reading[],
  ): Promise<ResponseOf<'receiveVitals'>> {
    const { id: deviceId, patient_id: patientId } = device;
    const readings = given.map((each) => ({ ...each, measuredAt: new Date(each.measuredAt) }));
    const problems = await this.vitalReadings.problems(tx, patientId, readings);
    readings.forEach(({ kind }, index) => {
      if (!device.kinds.includes(kind)) problems[index]!.kind = '这台设备没有登记这个测量项目';
    });
    const wrong = problems.flatMap((each, index) =>
      Object.entries(each).map(([field, text]) => [`${index}.${field}`, text] as const),
    );
    if (wrong.length > 0) throw inBody(Object.fromEntries(wrong), 'body.readings');
    await this.vitalReadings.lock(tx, patientId);
    let taken = 0;
    // In the order of time: of a buffer that is sent at once the first beyond the limits alarms.
    readings.sort((a, b) => a.measuredAt.getTime() - b.measuredAt.getTime());
    for (const { readingId, ...reading } of readings) {
      const origin = { source: 'device', deviceId, deviceReadingId: readingId } as const;
      if (await this.vitalReadings.add(tx, { ...reading, patientId, origin })) taken += 1;
    }
    await tx.query(`update vital_device set last_reading_at = $2 where id = $1`, [
      deviceId,
      this.kernelContext.clock.now(),
    ]);
    return { taken, repeated: readings.length - taken };
  }
}
