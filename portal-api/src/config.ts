/** The one place where environment variables are read. Every problem is listed at once, in words. */
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65535);
const databaseUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\//, 'must start with postgres://')
  .refine((value) => URL.canParse(value), 'is not a valid URL');
const httpUrl = z
  .string()
  .regex(/^https?:\/\//, 'must start with http:// or https://')
  .transform((value) => value.replace(/\/+$/, ''));
const flag = z
  .enum(['0', '1', 'true', 'false', ''])
  .default('0')
  .transform((value) => value === '1' || value === 'true');
const pem = z.string().transform((value) => value.replaceAll('\\n', '\n'));
const dataKey = z
  .string()
  .regex(
    /^[a-z0-9]{1,8}:[0-9a-f]{64}(,[a-z0-9]{1,8}:[0-9a-f]{64})*$/,
    'must be id:64-hex-digits pairs parted by commas, the current key first',
  );

/** The environment of `portal-api`, described for the README by the same schema that checks it. */
export const environmentSchema = z.object({
  ROLE: z
    .enum(['web', 'worker', 'all'])
    .default('all')
    .describe('web answers requests, worker runs jobs and the outbox, all does both'),
  HOST: z.string().default('127.0.0.1').describe('Address to listen on'),
  PORT: port
    .default(7300)
    .describe('Port of the API and the two web apps; a worker serves health and metrics on it'),
  DATABASE_URL: databaseUrl.describe(
    'PostgreSQL ≥ 15, as the application role; may be a PgBouncer',
  ),
  DATABASE_DIRECT_URL: databaseUrl
    .optional()
    .describe('The same database without a pooler in between, for LISTEN; default DATABASE_URL'),
  DATABASE_OWNER_URL: databaseUrl
    .optional()
    .describe('The owner role, for migrations only; default DATABASE_URL'),
  DATABASE_POOL_SIZE: z.coerce
    .number()
    .int()
    .min(2)
    .max(200)
    .default(12)
    .describe('Connections per process'),
  REQUEST_PATIENCE_MS: z.coerce
    .number()
    .int()
    .min(1_000)
    .max(60_000)
    .default(4_500)
    .describe('After so long a request that waits for the database is told to come again'),
  DATABASE_PREPARE: z
    .enum(['0', '1'])
    .default('1')
    .transform((value) => value === '1')
    .describe('0 behind a PgBouncer older than 1.21 in transaction mode'),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must start with redis://')
    .optional()
    .describe(
      'Optional: shares rate limits and caches between processes; correctness never rests on it',
    ),
  DATA_KEYS: dataKey.describe(
    'AES-256-GCM keys for sensitive fields, current first: id:hex[,id:hex]',
  ),
  INDEX_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits')
    .describe('HMAC key of the blind indexes; cannot be changed later'),
  PUBLIC_URL: httpUrl
    .default('http://127.0.0.1:7300')
    .describe('What people type; decides Secure cookies'),
  TRUSTED_PROXIES: z.coerce
    .number()
    .int()
    .min(0)
    .max(5)
    .default(0)
    .describe('How many proxies stand in front and set X-Forwarded-For'),
  LOCAL_MODE: flag.describe(
    '1: demonstration machine (movable clock, demo accounts). Never in production',
  ),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('Structured logs'),
  RATE_LIMIT_FACTOR: z.coerce
    .number()
    .min(0.1)
    .max(1_000_000)
    .default(1)
    .describe('Multiplies every rate limit'),
  METRICS_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe('Bearer token for /metrics; without it loopback only'),

  WECHAT_BASE_URL: httpUrl.default('https://api.weixin.qq.com').describe('WeChat API'),
  WECHAT_APP_ID: z.string().min(1).describe('Mini-program app id'),
  WECHAT_APP_SECRET: z.string().min(1).describe('Mini-program secret'),
  WECHAT_PAY_BASE_URL: httpUrl
    .default('https://api.mch.weixin.qq.com')
    .describe('WeChat Pay API v3'),
  WECHAT_PAY_MCH_ID: z.string().min(1).describe('Merchant number'),
  WECHAT_PAY_MERCHANT_KEY: pem.describe('Merchant private key, PEM (\\n allowed)'),
  WECHAT_PAY_MERCHANT_SERIAL: z
    .string()
    .min(1)
    .describe('Serial number of the merchant certificate'),
  WECHAT_PAY_API_V3_KEY: z.string().length(32, 'must have 32 characters').describe('API v3 key'),
  WECHAT_PAY_PUBLIC_KEY_ID: z.string().min(1).describe('PUB_KEY_ID_… of WeChat Pay'),
  WECHAT_PAY_PUBLIC_KEY: pem.describe('Public key of WeChat Pay, PEM'),
  WECHAT_PAY_NOTIFY_BASE_URL: httpUrl
    .optional()
    .describe('Where WeChat Pay reaches us; default PUBLIC_URL'),
  PACS_LINK_KEY: z
    .string()
    .min(16)
    .optional()
    .describe('Shared with the PACS viewer, signs links to pictures; without it none are opened'),
  SMS_BASE_URL: httpUrl.describe('SMS vendor'),
  SMS_ACCESS_KEY: z.string().min(1).describe('SMS vendor access key'),
  SMS_SECRET: z.string().min(1).describe('SMS vendor secret; signs both ways'),
  SMS_SIGN_NAME: z.string().min(1).default('随诊').describe('Registered SMS signature'),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must start with smtp://')
    .describe('Mail server'),
  MAIL_FROM: z.string().min(3).default('随诊 <noreply@localhost>').describe('Sender of mail'),
});

export type Config = z.output<typeof environmentSchema>;

/** What is wrong with an environment: one line per variable. */
export class ConfigError extends Error {
  constructor(readonly problems: string[]) {
    super(`Configuration is not valid:\n${problems.map((line) => `  ${line}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/** Reads and checks an environment. @throws ConfigError naming every variable that is missing or senseless. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const parsed = environmentSchema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    const what = environment[name] === undefined ? 'is missing' : issue.message;
    const about = (environmentSchema.shape as Record<string, z.ZodType>)[name]?.description ?? '';
    return `${name} ${what} (${about})`;
  });
  throw new ConfigError(problems);
}
