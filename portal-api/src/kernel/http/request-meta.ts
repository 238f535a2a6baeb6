import type { Context } from '@midwayjs/koa';
import type { RequestMeta } from '../actor';

/** Set by the edge middleware; see `http-edge.ts`. */
export interface EdgeState {
  requestId: string;
  address: string;
}

export function requestMetaOf(ctx: Context): RequestMeta {
  const edge = ctx.state.edge as EdgeState;
  return {
    requestId: edge.requestId,
    address: edge.address,
    client: ctx.get('X-Client') === 'weapp' ? 'weapp' : 'browser',
  };
}
