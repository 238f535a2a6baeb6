import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import type { Actor } from '../../../kernel';
import { requireAccount } from '../../identity';
import { Proxies } from '../../patients';
import { CreditStanding } from '../credit/credit-standing';
import { JoinWaitlist } from './join-waitlist';
import { MyWaitlist } from './my-waitlist';

/** A patient waits where everything is taken. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class JoinMyWaitlist {
  @Inject()
  proxies: Proxies;
  @Inject()
  creditStanding: CreditStanding;
  @Inject()
  joinWaitlist: JoinWaitlist;
  @Inject()
  myWaitlist: MyWaitlist;

  async run(
    actor: Actor,
    { patientId, wish }: RequestOf<'joinWaitlist'>['body'],
  ): Promise<ResponseOf<'joinWaitlist'>> {
    const { accountId } = requireAccount(actor);
    await this.proxies.require(accountId, patientId);
    await this.creditStanding.requireMayBook(patientId);
    const joining = { patientId, wish, accountId, staffId: null, channel: 'wechat' as const };
    return this.myWaitlist.get(actor, await this.joinWaitlist.run(actor, joining));
  }
}
