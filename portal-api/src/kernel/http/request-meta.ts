import type { Context } from '@midwayjs/koa';
import type { RequestMeta } from '../actor';
import type { Secrets } from '../secrets';
import { deviceOf } from './device';

/** Set by the edge middleware; see `edge.ts`. */
export interface EdgeState {
  requestId: string;
  address: string;
}

export function requestMetaOf(ctx: Context, secrets: Secrets): RequestMeta {
  const edge = ctx.state.edge as EdgeState;
  const device = deviceOf(ctx, secrets);
  return {
    requestId: edge.requestId,
    address: edge.address,
    client: ctx.get('X-Client') === 'weapp' ? 'weapp' : 'browser',
    ...(device === undefined ? {} : { device }),
  };
}
