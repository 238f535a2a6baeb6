import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Context } from '@midwayjs/koa';
import { operations, type Operation, type Permission } from '@suizhen/contract';
import type { z } from 'zod';
import type { Actor, RequestMeta } from '../actor';
import { AppError } from '../app-error';
import { Audit } from '../audit';
import { realTime } from '../clock';
import { fingerprintOf, Idempotency } from '../idempotency';
import { hashToken } from '../ids';
import { KernelContext } from '../kernel-context';
import { uuidPattern } from '../page';
import { withPatience } from '../patience';
import { RateLimiter } from '../rate-limiter';
import { answerDownload, requireWholeDownload, type Download } from './download';
import { type EventStream } from './event-stream';
import { fieldWords } from './field-words';
import { readLargeBody } from './large-body';
import { requestMetaOf } from './request-meta';
import { runInRequest } from './request-context';
import type { RouteMetadata } from './route';
import { csrfCookies, sessionCookies, type ActorResolver, type Audience } from './sign-in';
import { TokenGuard } from './token-guard';

type Handler = (request: unknown, actor: Actor) => Promise<unknown>;

/** Hands out the resolver; the composition root sets it once identity is built. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ActorResolverHolder {
  resolver: ActorResolver;
}

/**
 * What every request passes on its way to a handler: who is it, may it come so often, is it from our
 * own page, is it well-formed, was it answered before.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Gateway {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  rateLimiter: RateLimiter;
  @Inject()
  idempotency: Idempotency;
  @Inject()
  audit: Audit;
  @Inject()
  tokenGuard: TokenGuard;
  @Inject()
  actorResolverHolder: ActorResolverHolder;

  pass(ctx: Context, route: RouteMetadata, handler: Handler): Promise<unknown> {
    const operation: Operation = operations[route.id];
    ctx.state.operation = operation.id;
    const work = () => this.passThrough(ctx, operation, route, handler);
    // Whole files take what they take; everybody else is answered in time.
    const isLong = operation.isDownload || operation.maxBodyBytes !== undefined;
    return isLong ? work() : withPatience(work);
  }

  private async passThrough(
    ctx: Context,
    operation: Operation,
    route: RouteMetadata,
    handler: Handler,
  ): Promise<unknown> {
    const meta = requestMetaOf(ctx, this.kernelContext.secrets);
    // The address pays before anything is looked up.
    await this.rateLimiter.takeOfAddress(operation.limit, meta.address);
    const actor = await this.identify(ctx, operation, meta);
    const owner = ownerOf(actor);
    if (owner) await this.rateLimiter.take(operation.limit, owner);
    const lacking = lackingPermission(operation, actor);
    if (lacking) {
      await this.audit.refuse(actor, refusedEntry(ctx, operation, lacking));
      throw new AppError('FORBIDDEN');
    }
    requireStanding(operation, actor);
    if (operation.isDownload) requireWholeDownload(ctx);
    if (operation.maxBodyBytes !== undefined) {
      ctx.request.body = await readLargeBody(ctx, operation.maxBodyBytes);
    }
    const request = parseRequest(ctx, operation);
    const answer = await runInRequest(ctx, () =>
      this.answer(ctx, operation, route, request, actor, handler),
    );
    return this.present(ctx, operation, answer);
  }

  private async identify(ctx: Context, operation: Operation, meta: RequestMeta): Promise<Actor> {
    const { by } = operation.access;
    if (by === 'anyone' || by === 'signature') return { kind: 'anyone', meta };
    const audience = audiences[by];
    const bearer = audience === 'portal' ? bearerToken(ctx) : null;
    const token = bearer ?? ctx.cookies.get(sessionCookies[audience], { signed: false });
    const isSteppedUp = operation.access.by === 'account' && operation.access.stepUp === true;
    const actor = token ? await this.actorOf(audience, token, meta, isSteppedUp) : null;
    if (!actor) throw new AppError('UNAUTHENTICATED');
    if (!bearer && operation.method !== 'GET') requireCsrf(ctx, audience);
    return actor;
  }

  private async actorOf(
    audience: Audience,
    token: string,
    meta: RequestMeta,
    isSteppedUp: boolean,
  ): Promise<Actor | null> {
    const key = `${audience}:${hashToken(token)}`;
    const opens = this.tokenGuard.opens(key);
    if (opens === false) return null;
    if (opens === undefined) await this.tokenGuard.requireLookUp(meta.address);
    const { resolver } = this.actorResolverHolder;
    const actor = await resolver[resolvers[audience]](token, meta, isSteppedUp);
    if (actor) this.tokenGuard.opened(key);
    else await this.tokenGuard.openedNothing(key, meta.address);
    return actor;
  }

  private answer(
    ctx: Context,
    operation: Operation,
    route: RouteMetadata,
    request: unknown,
    actor: Actor,
    handler: Handler,
  ): Promise<unknown> {
    const header = ctx.get('Idempotency-Key');
    if (!operation.idempotent || !header) return handler(request, actor);
    if (!/^[\w-]{8,100}$/.test(header)) {
      throw new AppError('MALFORMED_REQUEST', {
        fields: { 'header.Idempotency-Key': '8–100 letters, digits, - or _' },
      });
    }
    const key = {
      owner: ownerOf(actor) ?? 'anyone',
      key: header,
      fingerprint: fingerprintOf(operation.id, request),
    };
    switch (route.idempotency) {
      case 'own':
        return handler(request, { ...actor, meta: { ...actor.meta, idempotency: key } });
      case 'around':
        return this.idempotency.around(operation.id, key, () => handler(request, actor));
      case 'transaction':
        return this.idempotency.inTransaction(operation.id, key, () => handler(request, actor));
    }
  }

  private present(ctx: Context, operation: Operation, answer: unknown): unknown {
    if (operation.isDownload) return answerDownload(ctx, answer as Download);
    if (!operation.response) {
      ctx.status = 204;
      return undefined;
    }
    if (operation.isStream) return (answer as EventStream).attach(ctx);
    // Ours to keep: a wrong answer is found in development and tests, not paid for on every request.
    if (process.env.NODE_ENV !== 'production') operation.response.parse(answer);
    ctx.status = 200;
    return answer;
  }
}

/** The coarse half of deny-by-default; scope and ownership are checked in the use case. */
function lackingPermission({ access }: Operation, actor: Actor): Permission | null {
  if (access.by !== 'staff' || actor.kind !== 'staff' || access.permission === null) return null;
  if (actor.mustChangePassword) throw new AppError('PASSWORD_CHANGE_REQUIRED');
  return actor.grants.has(access.permission) ? null : access.permission;
}

/** What else the operation asks of whoever is there: the kind of device, consents, a second look at who it is. */
function requireStanding({ access }: Operation, actor: Actor): void {
  if (access.by === 'device' && actor.kind === 'device' && access.kind) {
    if (actor.deviceKind !== access.kind) throw new AppError('FORBIDDEN');
  }
  if (access.by !== 'account' || actor.kind !== 'account') return;
  if (access.consent) {
    const needed =
      access.consent === 'health-data'
        ? (['service', 'health-data'] as const)
        : (['service'] as const);
    if (!needed.every((purpose) => actor.consents.includes(purpose))) {
      throw new AppError('CONSENT_REQUIRED');
    }
  }
  if (access.stepUp) {
    const until = actor.steppedUpUntil?.getTime() ?? 0;
    if (until <= realTime.now().getTime()) throw new AppError('STEP_UP_REQUIRED');
  }
}

const audiences = { account: 'portal', staff: 'staff', device: 'board' } as const;
const resolvers = { portal: 'account', staff: 'staff', board: 'device' } as const;

/** What somebody tried who holds no right to it: the console offers it to nobody, so it is worth a look. */
function refusedEntry(ctx: Context, operation: Operation, permission: Permission) {
  const params = Object.values((ctx.params ?? {}) as Record<string, string>);
  return {
    action: permission,
    resourceKind: permission.slice(0, permission.indexOf('.')),
    resourceId: params.find((value) => uuidPattern.test(value)) ?? null,
    detail: { operation: operation.id },
  };
}

function ownerOf(actor: Actor): string | null {
  if (actor.kind === 'account') return `account:${actor.accountId}`;
  if (actor.kind === 'staff') return `staff:${actor.staffId}`;
  if (actor.kind === 'device') return `device:${actor.deviceId}`;
  return null;
}

function bearerToken(ctx: Context): string | null {
  return /^Bearer ([\w-]{20,100})$/.exec(ctx.get('Authorization'))?.[1] ?? null;
}

function requireCsrf(ctx: Context, audience: Audience): void {
  const digest = (value: string) => createHash('sha256').update(value).digest();
  const cookie = ctx.cookies.get(csrfCookies[audience], { signed: false }) ?? '';
  const header = ctx.get('X-CSRF');
  if (!cookie || !timingSafeEqual(digest(cookie), digest(header)))
    throw new AppError('CSRF_FAILED');
}

function parseRequest(ctx: Context, operation: Operation): unknown {
  const fields: Record<string, string> = {};
  const read = (part: string, schema: z.ZodType | undefined, value: unknown) => {
    if (!schema) return undefined;
    const parsed = schema.safeParse(value, { error: fieldWords });
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) {
      const path = [part, ...issue.path].join('.');
      fields[path] ??= issue.message;
    }
    return undefined;
  };
  if (operation.body && (typeof ctx.request.body !== 'object' || ctx.request.body === null)) {
    throw new AppError('MALFORMED_REQUEST', { fields: { body: '应为 JSON 对象' } });
  }
  const request = {
    params: read('params', operation.params, ctx.params),
    query: read('query', operation.query, ctx.query),
    body: read('body', operation.body, ctx.request.body),
  };
  if (Object.keys(fields).length === 0) return request;
  // An id in the path that cannot be one names nothing that exists.
  if (Object.keys(fields).every((path) => path.startsWith('params.')))
    throw new AppError('NOT_FOUND');
  throw new AppError('INVALID_FIELD', { fields });
}
