import { Provide, Scope, ScopeEnum } from '@midwayjs/core';

/** `ours`: the branch's numbers are kept here and nobody else is asked. */
export type NumberLock = 'ours' | 'locked' | 'refused' | 'unknown';

/** Who owns the numbers of a branch where it is not us. Declared here, implemented by integration. */
export interface NumberSource {
  /** Takes the place there, too, before money is asked for or a visit promised. Safe to repeat. */
  lock(appointmentId: string): Promise<NumberLock>;
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class NumberSourceHolder {
  source: NumberSource;
}
