import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  hashToken,
  KernelContext,
  networkOf,
  newToken,
  RateLimiter,
  realTime,
  UnitOfWork,
  type DeviceActor,
  type RequestMeta,
} from '../../../kernel';
import { Devices } from './devices';

/** A device types the code that staff were shown, and is known by a token of its own from then on. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PairDevice {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  rateLimiter: RateLimiter;
  @Inject()
  devices: Devices;

  /** @throws CODE_INVALID, RATE_LIMITED */
  async run(
    { code, kind }: RequestOf<'pairDevice'>['body'],
    meta: RequestMeta,
  ): Promise<{ actor: DeviceActor; token: string }> {
    await this.rateLimiter.requireLeft('wrong-pairing', networkOf(meta.address));
    const token = newToken();
    const hash = this.kernelContext.secrets.index('pairing-code', code);
    const isPaired = await this.unitOfWork.run(async (tx) => {
      // One statement, so a code serves one of many that bring it at once.
      const rows = await tx.query(
        `update device set token_hash = $3, pairing_hash = null, pairing_expires_at = null, paired_at = $4,
           version = version + 1
          where pairing_hash = $1 and kind = $2 and pairing_expires_at > $4 and revoked_at is null
          returning id`,
        [hash, kind, hashToken(token), realTime.now()],
      );
      return rows.length === 1;
    });
    const actor = isPaired ? await this.devices.find(token, meta) : null;
    if (!actor) {
      await this.rateLimiter.spend('wrong-pairing', networkOf(meta.address));
      throw new AppError('CODE_INVALID', { message: '配对码不正确、已用过或已过期' });
    }
    await this.audit.record(actor, {
      action: 'device.pair',
      resourceKind: 'device',
      resourceId: actor.deviceId,
    });
    return { actor, token };
  }
}
