import type { z } from 'zod';
import { routeOf, type Method, type OperationId } from './wire/routes';
import type { ErrorCode } from './wire/errors';
import type { DeviceKind } from './wire/clinic-day-enums';
import type { Permission } from './wire/enums';

/**
 * Who may call an operation. Deny by default: an operation without an entry does not compile.
 * - `anyone`: no sign-in needed.
 * - `account`: a signed-in account; it reaches only what is its own. `owns` names the thing whose id
 *   stands in the request and must belong to the account (or to a patient it is a proxy of), else 404.
 * - `staff`: a signed-in staff member with the permission; null means: about oneself.
 * - `device`: a paired display or kiosk, of the kind if one is named.
 * - `signature`: an outside system that proves itself by a signature.
 */
export type Access =
  | { by: 'anyone' }
  | {
      by: 'account';
      owns?:
        | 'patient'
        | 'appointment'
        | 'hold'
        | 'payment'
        | 'message'
        | 'claim'
        | 'waitlist-entry'
        | 'file'
        | 'report'
        | 'share'
        | 'ticket'
        | 'encounter'
        | 'document'
        | 'vital'
        | 'vital-device';
      /** A purpose the account must have consented to, else 403 CONSENT_REQUIRED. */
      consent?: 'service' | 'health-data';
      /** The session must have proved itself by a code to the phone lately, else 403 STEP_UP_REQUIRED. */
      stepUp?: true;
    }
  | { by: 'staff'; permission: Permission | null }
  | { by: 'device'; kind?: DeviceKind }
  | { by: 'signature' };

/** Named budgets per account, device and address; the numbers are in the server's rate limiter. */
export type RateLimit =
  'read' | 'write' | 'search' | 'sign-in' | 'sms' | 'identity' | 'device' | 'callback';

export interface Operation<
  P extends z.ZodType | undefined = z.ZodType | undefined,
  Q extends z.ZodType | undefined = z.ZodType | undefined,
  B extends z.ZodType | undefined = z.ZodType | undefined,
  R extends z.ZodType | undefined = z.ZodType | undefined,
> {
  id: OperationId;
  method: Method;
  path: string;
  summary: string;
  tag: string;
  access: Access;
  limit: RateLimit;
  /** The client may send `Idempotency-Key`; the same key gets the same answer for 24 hours. */
  idempotent: boolean;
  /** Error codes beyond those that every operation may answer. */
  errors: readonly ErrorCode[];
  params: P;
  query: Q;
  body: B;
  /** Undefined: 204 without a body. */
  response: R;
  /** Server-sent events instead of one answer; `response` is the shape of each event's data. */
  isStream: boolean;
  /** Answers a file, or the way to one (302), and no JSON; the handler returns a `Download`. */
  isDownload: boolean;
  /** Undefined: the common limit. A larger body is read only once the sender is known. */
  maxBodyBytes: number | undefined;
}

interface OperationInput<
  P extends z.ZodType | undefined,
  Q extends z.ZodType | undefined,
  B extends z.ZodType | undefined,
  R extends z.ZodType | undefined,
> {
  summary: string;
  tag: string;
  access: Access;
  limit?: RateLimit;
  idempotent?: boolean;
  errors?: readonly ErrorCode[];
  params?: P;
  query?: Q;
  body?: B;
  response?: R;
  isStream?: boolean;
  isDownload?: boolean;
  maxBodyBytes?: number;
}

/** Describes one operation of the routes table. */
export function operation<
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
  R extends z.ZodType | undefined = undefined,
>(id: OperationId, input: OperationInput<P, Q, B, R>): Operation<P, Q, B, R> {
  const route = routeOf(id);
  return {
    id,
    ...route,
    summary: input.summary,
    tag: input.tag,
    access: input.access,
    limit: input.limit ?? defaultLimit(input.access, route.method),
    idempotent: input.idempotent ?? false,
    errors: input.errors ?? [],
    params: input.params as P,
    query: input.query as Q,
    body: input.body as B,
    response: input.response as R,
    isStream: input.isStream ?? false,
    isDownload: input.isDownload ?? false,
    maxBodyBytes: input.maxBodyBytes,
  };
}

function defaultLimit(access: Access, method: Method): RateLimit {
  if (access.by === 'device') return 'device';
  return method === 'GET' ? 'read' : 'write';
}

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined;
type Sent<T> = T extends z.ZodType ? z.input<T> : undefined;

/** What a handler receives: parsed and defaulted. */
export interface OperationRequest<O extends Operation> {
  params: Parsed<O['params']>;
  query: Parsed<O['query']>;
  body: Parsed<O['body']>;
}

/** What a handler returns and a client receives. */
export type OperationResponse<O extends Operation> = O['response'] extends z.ZodType
  ? z.output<O['response']>
  : void;

/** What a client sends: the parts that the operation has, nothing else. */
export type ClientRequest<O extends Operation> = (O['params'] extends z.ZodType
  ? { params: Sent<O['params']> }
  : object) &
  (O['query'] extends z.ZodType ? { query?: Sent<O['query']> } : object) &
  (O['body'] extends z.ZodType ? { body: Sent<O['body']> } : object);
