import 'reflect-metadata';
import { join } from 'node:path';
import {
  App,
  Configuration,
  CustomModuleDetector,
  Inject,
  MidwayDecoratorService,
  type IMidwayContainer,
  type JoinPoint,
} from '@midwayjs/core';
import * as koa from '@midwayjs/koa';
import * as typeorm from '@midwayjs/typeorm';
import type { DataSourceOptions } from 'typeorm';
import {
  ActorResolverHolder,
  Database,
  KernelContext,
  MovableClock,
  Settings,
  type Actor,
} from './kernel';
import { edge } from './kernel/http/edge';
import { Gateway } from './kernel/http/gateway';
import { routeKey, type RouteMetadata } from './kernel/http/route';
import { Metrics } from './kernel/metrics';
import { Redis } from './kernel/redis';
import { SteadyClient } from './kernel/steady-client';
import { classes, entities, settings, wirePorts } from './modules';
import type { Config } from './config';
import { followOffset, localClock } from './web/local-clock';
import { staticApps } from './web/static-apps';
import { systemRoutes } from './web/system-routes';

const repositoryRoot = process.env.SUIZHEN_ROOT ?? join(__dirname, '../../..');

/** Options of the one pool. Time-outs everywhere: a stuck statement must not hang a hospital. */
function dataSourceOptions(config: Config): DataSourceOptions {
  return {
    type: 'postgres',
    url: config.DATABASE_URL,
    entities: [...entities],
    synchronize: false,
    logging: false,
    poolSize: config.DATABASE_POOL_SIZE,
    applicationName: `suizhen-${config.ROLE}`,
    extra: {
      Client: SteadyClient,
      connectionTimeoutMillis: config.REQUEST_PATIENCE_MS,
      idle_in_transaction_session_timeout: 10_000,
      statement_timeout: 15_000,
      // A line that went dead says nothing: who asks is answered all the same.
      query_timeout: config.ROLE === 'worker' ? 20_000 : config.REQUEST_PATIENCE_MS,
      keepAlive: true,
    },
  };
}

/** Midway's configuration of this process. */
export function frameworkConfig(config: Config) {
  return {
    keys: config.INDEX_KEY,
    koa: { hostname: config.HOST, port: config.PORT },
    // Sessions are rows of the database behind tokens of ours; what nobody uses costs every request.
    session: { enable: false },
    siteFile: { enable: false },
    bodyParser: { enableTypes: ['json'], jsonLimit: '256kb', onerror: throwMalformed },
    typeorm: { dataSource: { default: dataSourceOptions(config) } },
    midwayLogger: {
      default: {
        transports: { file: false, error: false, json: false, console: { level: 'error' } },
      },
    },
  };
}

function throwMalformed(error: Error & { status?: number }): never {
  error.status ??= 400;
  throw error;
}

/** The composition root as Midway sees it: no directory scan, a fixed list of classes. */
@Configuration({
  imports: [koa, typeorm],
  detector: new CustomModuleDetector({ modules: [...classes] }),
})
export class MainConfiguration {
  @App('koa')
  app: koa.Application;
  @Inject()
  decoratorService: MidwayDecoratorService;

  private isShuttingDown = false;
  private stopFollowing: (() => void) | undefined;

  async onReady(container: IMidwayContainer): Promise<void> {
    const kernel = await container.getAsync(KernelContext);
    const database = await container.getAsync(Database);
    const gateway = await container.getAsync(Gateway);
    const parts = {
      kernel,
      database,
      redis: await container.getAsync(Redis),
      metrics: await container.getAsync(Metrics),
      isShuttingDown: () => this.isShuttingDown,
    };
    database.pool.on('error', (error) =>
      kernel.logger.warn({ error: error.message }, 'idle connection lost'),
    );
    (await container.getAsync(Settings)).register(settings);
    const holder = await container.getAsync(ActorResolverHolder);
    await wirePorts(container, holder);

    this.decoratorService.registerMethodHandler(
      routeKey,
      ({ metadata }: { metadata: RouteMetadata }) => ({
        around: (joinPoint: JoinPoint) => {
          // Midway takes it back as soon as this returns.
          const proceed = joinPoint.proceed!.bind(joinPoint);
          return gateway.pass(
            joinPoint.args[0] as koa.Context,
            metadata,
            (request: unknown, actor: Actor) => proceed(request, actor) as Promise<unknown>,
          );
        },
      }),
    );

    const outermost = edge(kernel, parts.metrics);
    this.app
      .getMiddleware()
      .insertFirst((ctx: koa.Context, next: unknown) => outermost(ctx, next as koa.NextFunction));
    this.app.useMiddleware(systemRoutes(parts));
    if (kernel.clock instanceof MovableClock) {
      this.stopFollowing = await followOffset(database, kernel.clock);
      this.app.useMiddleware(localClock(kernel, database));
    }
    this.app.useMiddleware(staticApps(repositoryRoot));
  }

  async onStop(): Promise<void> {
    this.isShuttingDown = true;
    this.stopFollowing?.();
  }
}
