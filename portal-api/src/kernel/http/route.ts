import { createCustomMethodDecorator, Del, Get, Post, Put } from '@midwayjs/core';
import { operations, type OperationId } from '@suizhen/contract';

export const routeKey = 'suizhen:route';

/**
 * How an `Idempotency-Key` is kept.
 * - `transaction`: the whole handler runs in one transaction with the key (the default).
 * - `around`: the handler talks to the network and is safe to run again.
 * - `own`: the use case writes the key in its own statement (`actor.meta.idempotency`).
 */
export type IdempotencyMode = 'transaction' | 'around' | 'own';

export interface RouteMetadata {
  id: OperationId;
  idempotency: IdempotencyMode;
}

type Method = (...given: unknown[]) => unknown;

const binders = { GET: Get, POST: Post, PUT: Put, DELETE: Del };

/** Binds a controller method to an operation of the contract: `(request, actor) => answer`. */
export function Route(
  id: OperationId,
  options: { idempotency?: IdempotencyMode } = {},
): MethodDecorator {
  const metadata: RouteMetadata = { id, idempotency: options.idempotency ?? 'transaction' };
  return (target, property, descriptor) => {
    const method = descriptor.value as Method;
    // Around a function that is async by declaration Midway puts promises of its own, ten with each request.
    (descriptor as PropertyDescriptor).value = function (this: unknown, ...given: unknown[]) {
      return method.apply(this, given);
    };
    createCustomMethodDecorator(routeKey, metadata)(target, property, descriptor);
    const { method: verb, path } = operations[id];
    binders[verb](path)(target, property, descriptor as TypedPropertyDescriptor<unknown>);
  };
}
