import 'reflect-metadata';
import type { Server } from 'node:http';
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
import { EventStreams, MovableClock, SystemClock, type Clock } from './kernel';
import { provideKernel } from './kernel/kernel-context';
import { createLogger } from './kernel/logger';
import { drain } from './web/drain';

export interface RunningApplication {
  container: IMidwayContainer;
  app: Application;
  clock: Clock;
  /** Ends the requests that are under way, then everything they stand on. */
  close: () => Promise<void>;
}

/** Longer than a statement may take in practice, shorter than a supervisor waits before it kills. */
const drainMs = 8_000;

/** Longer than proxies keep a connection for the next request: whoever closes it first must be the one who writes. */
const keepAliveMs = 75_000;

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
  const frameworks = await container.getAsync(MidwayFrameworkService);
  const app = frameworks.getMainApp() as unknown as Application;
  const http = frameworks.getMainFramework() as unknown as { getServer(): Server | undefined };
  const server = http.getServer();
  if (server) server.keepAliveTimeout = keepAliveMs;
  const close = async () => {
    // Midway itself ends the pool first and does not wait for the server.
    // Displays come back by themselves, to another process; their streams would hold this one up.
    (await container.getAsync(EventStreams)).endAll();
    if (server) await drain(server, drainMs);
    await destroyGlobalApplicationContext(container);
  };
  return { container, app, clock, close };
}
