import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { KernelContext, realTime, Settings } from '../../../kernel';
import { passwordMaxAgeDays } from '../identity.settings';

/** How long a password may stand. Real time rules it, as it does sessions. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PasswordPolicy {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;

  /** Passwords set before this moment must be changed at the next sign-in; null: none must. */
  async expiredBefore(): Promise<Date | null> {
    // The accounts of a demonstration are written on its first page and must work next year as well.
    if (this.kernelContext.config.LOCAL_MODE) return null;
    const days = await this.settings.get(passwordMaxAgeDays);
    return days === 0 ? null : new Date(realTime.now().getTime() - days * 86_400_000);
  }
}
