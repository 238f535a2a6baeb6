import type { Context } from '@midwayjs/koa';
import type { Actor, RequestMeta } from '../actor';

/** Finds out who sends a request. Declared here, implemented by the identity module. */
export interface ActorResolver {
  /** @param isSteppedUp the operation needs it: whoever was not a moment ago is looked up afresh */
  account(
    token: string,
    meta: RequestMeta,
    isSteppedUp: boolean,
  ): Promise<Extract<Actor, { kind: 'account' }> | null>;
  staff(token: string, meta: RequestMeta): Promise<Extract<Actor, { kind: 'staff' }> | null>;
  device(token: string, meta: RequestMeta): Promise<Extract<Actor, { kind: 'device' }> | null>;
}

/** One cookie for each audience, so a doctor who is also a patient is signed in as both. */
export const sessionCookies = {
  portal: 'suizhen_portal',
  staff: 'suizhen_staff',
  board: 'suizhen_board',
} as const;
/** Readable by the page, sent back as `X-CSRF`: another site can do neither. */
export const csrfCookies = {
  portal: 'csrf_portal',
  staff: 'csrf_staff',
  board: 'csrf_board',
} as const;
export type Audience = keyof typeof sessionCookies;

const cookiePath: Record<Audience, string> = {
  portal: '/api/portal',
  staff: '/api/staff',
  board: '/api/board',
};

/** Sets both cookies of a fresh session. The values end with the session; real time rules them. */
export function setSessionCookies(
  ctx: Context,
  audience: Audience,
  session: { token: string; csrf: string; maxAgeSeconds: number; isSecure: boolean },
): void {
  const common = `Max-Age=${session.maxAgeSeconds}; SameSite=Strict${session.isSecure ? '; Secure' : ''}`;
  ctx.append('Set-Cookie', [
    `${sessionCookies[audience]}=${session.token}; Path=${cookiePath[audience]}; HttpOnly; ${common}`,
    `${csrfCookies[audience]}=${session.csrf}; Path=/; ${common}`,
  ]);
}

export function clearSessionCookies(ctx: Context, audience: Audience): void {
  ctx.append('Set-Cookie', [
    `${sessionCookies[audience]}=; Path=${cookiePath[audience]}; HttpOnly; Max-Age=0; SameSite=Strict`,
    `${csrfCookies[audience]}=; Path=/; Max-Age=0; SameSite=Strict`,
  ]);
}
