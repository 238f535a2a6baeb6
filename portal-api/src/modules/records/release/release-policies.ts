import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { reportKinds } from '@suizhen/contract';
import { Settings } from '../../../kernel';
import { inPersonWords, releaseHours, releaseRuleOf } from '../records.settings';
import type { ReleasePolicy } from './release';

/** The policy in force, put together from its settings. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ReleasePolicies {
  @Inject()
  settings: Settings;

  async current(): Promise<ReleasePolicy> {
    const hours = await this.settings.get(releaseHours);
    const kinds = {} as ReleasePolicy['kinds'];
    for (const kind of reportKinds) {
      kinds[kind] = { rule: await this.settings.get(releaseRuleOf[kind]), hours: hours[kind] };
    }
    return { kinds, inPersonWords: await this.settings.get(inPersonWords) };
  }
}
