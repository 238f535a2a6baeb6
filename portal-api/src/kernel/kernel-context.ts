import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Logger } from 'pino';
import type { Config } from '../config';
import type { Clock } from './clock';
import { setPatience } from './patience';
import { Secrets } from './secrets';

interface KernelParts {
  config: Config;
  clock: Clock;
  logger: Logger;
}

let parts: KernelParts | undefined;

/**
 * Hands the kernel its configuration, clock and logger before the container is built. The composition
 * root calls it once per process, a test harness once per application.
 */
export function provideKernel(given: KernelParts): void {
  parts = given;
  setPatience(given.config.REQUEST_PATIENCE_MS);
}

/** Configuration, clock, secrets and logger, for injection. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class KernelContext {
  readonly config: Config;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly secrets: Secrets;

  constructor() {
    if (!parts) throw new Error('provideKernel() was not called before the container was built');
    this.config = parts.config;
    this.clock = parts.clock;
    this.logger = parts.logger;
    this.secrets = new Secrets(parts.config.DATA_KEYS, parts.config.INDEX_KEY);
  }
}
