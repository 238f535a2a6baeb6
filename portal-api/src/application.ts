import 'reflect-metadata';
import { join } from 'node:path';
import { createContextManager } from '@midwayjs/async-hooks-context-manager';
import {
  destroyGlobalApplicationContext,
  initializeGlobalApplicationContext,
  MidwayFrameworkService,
  type IMidwayContainer,
} from '@midwayjs/core';
import type { Application } from '@midwayjs/koa';
import { clearAllLoggers, loggers } from '@midwayjs/logger';
import { MainConfiguration, frameworkConfig } from './configuration';
import type { Config } from './config';
import { MovableClock, SystemClock, type Clock } from './kernel';
import { provideKernel } from './kernel/kernel-context';
import { createLogger } from './kernel/logger';

export interface RunningApplication {
  container: IMidwayContainer;
  app: Application;
  clock: Clock;
  close: () => Promise<void>;
}

/**
 * Builds the container and, unless `listen` is false, the HTTP server.
 * @param options.clock for tests; default: the machine's, movable in the local mode
 */
export async function startApplication(
  config: Config,
  options: { clock?: Clock; listen?: boolean } = {},
): Promise<RunningApplication> {
  const logger = createLogger(config.LOG_LEVEL);
  const clock = options.clock ?? (config.LOCAL_MODE ? new MovableClock() : new SystemClock());
  provideKernel({ config, clock, logger });
  clearAllLoggers();
  const framework = frameworkConfig(config);
  if (options.listen === false) delete (framework.koa as { port?: number }).port;
  const container = await initializeGlobalApplicationContext({
    appDir: join(__dirname, '..'),
    baseDir: __dirname,
    imports: [{ Configuration: MainConfiguration }],
    moduleLoadType: 'commonjs',
    globalConfig: framework,
    loggerFactory: loggers,
    asyncContextManager: createContextManager(),
  } as unknown as Parameters<typeof initializeGlobalApplicationContext>[0]);
  const app = (
    await container.getAsync(MidwayFrameworkService)
  ).getMainApp() as unknown as Application;
  return { container, app, clock, close: () => destroyGlobalApplicationContext(container) };
}
