import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import {
  AppError,
  KernelContext,
  networkOf,
  newId,
  newSmsCode,
  RateLimiter,
  realTime,
  UnitOfWork,
  type Actor,
  type Tx,
} from '../../../kernel';
import { codeMinutes, SmsCodeSender } from '../../delivery';
import { requireAccount } from '../../identity';
import { birthAndSexOf, isMinor, requireGuardian } from '../patient-identity';
import { identityIndexOf, phoneIndexOf } from '../patient-secrets';
import { Proxies } from '../proxies';
import { claimCodeHash, type ClaimedPerson } from './claim';

type Body = RequestOf<'claimPatient'>['body'];

const resendAfterSeconds = 60;
/** Per day: one account, and one document whoever asks for it. */
const claimsPerDay = { account: 20, identity: 30 };
const dayMs = 86_400_000;

/**
 * Asks to act for somebody. Whether that person is a patient here stays a secret: known or new, the
 * checks, the limits and the answer are the same. What differs cannot be seen from here: the code goes
 * to the phone on file, or to the phone given.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ClaimPatient {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  rateLimiter: RateLimiter;
  @Inject()
  proxies: Proxies;
  @Inject()
  smsCodeSender: SmsCodeSender;

  /** @throws INVALID_FIELD, PATIENT_LIMIT_REACHED, RATE_LIMITED */
  async run(actor: Actor, body: Body): Promise<ResponseOf<'claimPatient'>> {
    const { accountId } = requireAccount(actor);
    const today = this.kernelContext.clock.today();
    const person: ClaimedPerson = { ...body, ...birthAndSexOf(body, today) };
    if (isMinor(person.birthDate, today)) requireGuardian(body.relation, body.guardianConsent);
    const identityIndex = identityIndexOf(
      this.kernelContext.secrets,
      body.identityType,
      body.identityNumber,
    );
    await this.rateLimiter.spend('sms-address', networkOf(actor.meta.address));
    return this.unitOfWork.run(async (tx) => {
      await this.proxies.lockAccount(tx, accountId);
      await this.proxies.requireRoom(tx, accountId);
      await this.throttle(tx, accountId, identityIndex);
      return this.issue(tx, accountId, identityIndex, person);
    });
  }

  private async throttle(tx: Tx, accountId: string, identityIndex: string | null): Promise<void> {
    const now = realTime.now();
    const [row] = await tx.query<{ own: number; same: number; last: Date | null }>(
      `select (select count(*)::int from patient_claim where account_id = $1 and created_at > $3) as own,
         (select count(*)::int from patient_claim where identity_index = $2 and created_at > $3) as same,
         (select max(created_at) from patient_claim where account_id = $1 and created_at > $3
            and identity_index is not distinct from $2) as last`,
      [accountId, identityIndex, new Date(now.getTime() - dayMs)],
    );
    const sinceLast = row?.last ? (now.getTime() - row.last.getTime()) / 1000 : Infinity;
    if (sinceLast < resendAfterSeconds) {
      const retryAfterSeconds = Math.ceil(resendAfterSeconds - sinceLast);
      throw new AppError('RATE_LIMITED', {
        message: `验证码已发送，请 ${retryAfterSeconds} 秒后再试`,
        retryAfterSeconds,
      });
    }
    if ((row?.own ?? 0) >= claimsPerDay.account || (row?.same ?? 0) >= claimsPerDay.identity) {
      throw new AppError('RATE_LIMITED', {
        message: '今天的申请次数太多，请明天再试或到医院前台办理',
        retryAfterSeconds: 3_600,
      });
    }
  }

  private async issue(
    tx: Tx,
    accountId: string,
    identityIndex: string | null,
    person: ClaimedPerson,
  ): Promise<ResponseOf<'claimPatient'>> {
    const { secrets } = this.kernelContext;
    const now = realTime.now();
    const expiresAt = new Date(now.getTime() + codeMinutes * 60_000);
    const claimId = newId(now);
    const code = newSmsCode();
    const to = (await this.phoneOnFile(tx, identityIndex)) ?? person.phone;
    await tx.query(
      `insert into patient_claim (id, account_id, request_cipher, identity_index, target_index, code_hash,
         created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        claimId,
        accountId,
        secrets.encrypt(JSON.stringify(person)),
        identityIndex,
        phoneIndexOf(secrets, to),
        claimCodeHash(secrets, claimId, code),
        now,
        expiresAt,
      ],
    );
    // A record that came from a system of the hospital may have no phone: the desk helps, and nothing is told.
    if (to !== '') await this.smsCodeSender.send(tx, to, code, 'patient-claim');
    return {
      claimId,
      expiresAt: expiresAt.toISOString(),
      retryAfterSeconds: resendAfterSeconds,
    };
  }

  private async phoneOnFile(tx: Tx, identityIndex: string | null): Promise<string | undefined> {
    const [row] = await tx.query<{ phone_cipher: string }>(
      `select phone_cipher from patient where identity_index = $1`,
      [identityIndex],
    );
    return row && this.kernelContext.secrets.decrypt(row.phone_cipher);
  }
}
