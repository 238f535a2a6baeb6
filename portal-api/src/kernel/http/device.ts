import { timingSafeEqual } from 'node:crypto';
import type { Context } from '@midwayjs/koa';
import { newToken } from '../ids';
import type { Secrets } from '../secrets';

const cookieName = 'suizhen_device';
/** As long as browsers keep a cookie at most. */
const maxAgeSeconds = 400 * 86_400;

/**
 * Which device speaks. It says nothing about who holds it; it keeps apart what strangers do to a phone
 * number from what its owner does. A browser's name is ours and signed, so nobody can think up others
 * freely; the mini-program has no cookies and brings a random one of its own.
 */
export function deviceOf(ctx: Context, secrets: Secrets): string | undefined {
  if (ctx.get('X-Client') === 'weapp') {
    return /^[\w-]{20,64}$/.exec(ctx.get('X-Device'))?.[0];
  }
  const value = ctx.cookies.get(cookieName, { signed: false }) ?? '';
  const [, name, signature] = /^([\w-]{43})\.([\w-]{43})$/.exec(value) ?? [];
  if (name === undefined || signature === undefined) return undefined;
  const ours = Buffer.from(secrets.index('device', `cookie:${name}`));
  return timingSafeEqual(ours, Buffer.from(signature)) ? name : undefined;
}

/** Names a browser that has no name yet. */
export function giveDevice(ctx: Context, secrets: Secrets, isSecure: boolean): string {
  const name = newToken();
  const value = `${name}.${secrets.index('device', `cookie:${name}`)}`;
  ctx.append(
    'Set-Cookie',
    `${cookieName}=${value}; Path=/api/portal; HttpOnly; Max-Age=${maxAgeSeconds}; SameSite=Strict${isSecure ? '; Secure' : ''}`,
  );
  return name;
}
