import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  AppError,
  KernelContext,
  networkOf,
  RateLimiter,
  type RequestMeta,
  type Tx,
} from '../../../kernel';

const resendSeconds = 60;
/**
 * A day's codes for one phone. `own`: for one network (or a device that the phone is known by); more only
 * annoys whoever owns it. `total`: for all networks that the phone is not known from, so that somebody with
 * many addresses does not flood it either.
 */
const perDay = { own: 20, total: 60 };
const daySeconds = 86_400;

interface Wish {
  phoneIndex: string;
  purpose: string;
  from: RequestMeta;
  now: Date;
}

/**
 * Who may have a code sent to a phone. The owner must get theirs whatever strangers do: what one network
 * asks for is counted apart from all others, and a device or network that this phone has signed in from
 * before is not held to the total. Left over: somebody with four networks can, for a day, keep a phone from
 * its first sign-in here; WeChat and the desk remain.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SmsBudget {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  rateLimiter: RateLimiter;

  /**
   * What the address and the device pay, before the database is touched.
   * @param isNewcomer the device brought no name of ours
   * @throws RATE_LIMITED
   */
  async spend(phone: string, from: RequestMeta, isNewcomer: boolean): Promise<void> {
    const network = networkOf(from.address);
    const index = this.kernelContext.secrets.index('phone', phone);
    await this.rateLimiter.take('sms', `phone:${index}:${network}`);
    await this.rateLimiter.spend('sms-address', network);
    if (isNewcomer) await this.rateLimiter.spend('sms-newcomers', network);
    if (from.device !== undefined) await this.rateLimiter.spend('sms-device', from.device);
  }

  /**
   * @returns after how many seconds another may be asked for
   * @throws RATE_LIMITED
   */
  async requireLeft(tx: Tx, wish: Wish): Promise<number> {
    const { phoneIndex, purpose, from, now } = wish;
    // Requests for one phone pass here one by one.
    await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 7001))`, [phoneIndex]);
    const known = await this.knownFrom(tx, phoneIndex, from);
    const { secrets } = this.kernelContext;
    const rows = await tx.query<{
      waiting_since: Date | null;
      own: number;
      own_oldest: Date | null;
      total: number;
      oldest: Date | null;
    }>(
      `select max(created_at) filter (where is_own and purpose = $2 and used_at is null) as waiting_since,
              count(*) filter (where is_own)::int as own,
              min(created_at) filter (where is_own) as own_oldest,
              count(*)::int as total, min(created_at) as oldest
         from (select *, case when $4::text is null then network_index = $5
                              else device_index is not distinct from $4 end as is_own
                 from sms_code where phone_index = $1 and created_at > $3) code`,
      [
        phoneIndex,
        purpose,
        new Date(now.getTime() - daySeconds * 1000),
        known === 'device' && from.device !== undefined
          ? secrets.index('device', from.device)
          : null,
        secrets.index('network', networkOf(from.address)),
      ],
    );
    const row = rows[0]!;
    const factor = Math.max(1, this.kernelContext.config.RATE_LIMIT_FACTOR);
    refuseUntil(now, row.waiting_since, resendSeconds);
    if (row.own >= perDay.own * factor) refuseUntil(now, row.own_oldest, daySeconds);
    if (known === 'no' && row.total >= perDay.total * factor) {
      refuseUntil(now, row.oldest, daySeconds);
    }
    return resendSeconds;
  }

  /** Whether the account of this phone was signed in to from here before. */
  private async knownFrom(
    tx: Tx,
    phoneIndex: string,
    from: RequestMeta,
  ): Promise<'device' | 'network' | 'no'> {
    const device =
      from.device === undefined ? null : this.kernelContext.secrets.index('device', from.device);
    const sessions = await tx.query<{ is_device: boolean | null; address: string | null }>(
      `select s.device_index = $2 as is_device, s.address
         from account a join account_session s on s.account_id = a.id
        where a.phone_index = $1 and a.state = 'active'
        order by s.created_at desc limit 50`,
      [phoneIndex, device],
    );
    if (sessions.some((session) => session.is_device)) return 'device';
    const network = networkOf(from.address);
    const isKnown = sessions.some(({ address }) => address && networkOf(address) === network);
    return isKnown ? 'network' : 'no';
  }
}

/** @throws RATE_LIMITED while `seconds` have not passed since then */
function refuseUntil(now: Date, since: Date | null, seconds: number): void {
  if (!since) return;
  const wait = Math.ceil((since.getTime() + seconds * 1000 - now.getTime()) / 1000);
  if (wait > 0) throw new AppError('RATE_LIMITED', { retryAfterSeconds: wait });
}
