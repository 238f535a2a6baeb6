import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { Pool } from 'pg';
import { freePorts, startPostgres, type PostgresServer } from '../dev/postgres';
import { migrate, roleOf } from '../src/migrate';
import { Secrets } from '../src/kernel';
import { testFolder } from '../test/support/folders';

const portalApi = resolve(__dirname, '..');
const dataKeys = `b1:${'ab'.repeat(32)}`;
const indexKey = 'cd'.repeat(32);

/** Everything a workload needs: a durable PostgreSQL, the product as delivered, and the thin floor beside it. */
export interface Stage {
  sql: Pool;
  secrets: Secrets;
  productPort: number;
  thinPort: number;
  pay: { platformKey: string; apiV3Key: string; publicKeyId: string; appId: string; mchId: string };
  close(): Promise<void>;
}

const keys = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });

export async function setStage(): Promise<Stage> {
  const folder = testFolder();
  const [postgresPort, productPort, thinPort] = (await freePorts(3)) as [number, number, number];
  const postgres = await startPostgres({ home: folder, port: postgresPort, durable: true });
  const children: ChildProcess[] = [];
  try {
    await migrateStage(postgres);
    const platform = keys();
    const merchant = keys();
    const pay = {
      platformKey: platform.privateKey,
      apiV3Key: '0123456789abcdef0123456789abcdef',
      publicKeyId: 'PUB_KEY_ID_BENCH',
      appId: 'wx0000000000000001',
      mchId: '1900000001',
    };
    const environment = productEnvironment(postgres, productPort, {
      WECHAT_PAY_MERCHANT_KEY: merchant.privateKey,
      WECHAT_PAY_PUBLIC_KEY: platform.publicKey,
    });
    children.push(await start(['dist/src/main.js'], environment, 'ready role='));
    const thinEnvironment = {
      ...environment,
      PORT: String(thinPort),
      TSX_TSCONFIG_PATH: resolve(portalApi, 'tsconfig.json'),
    };
    children.push(
      await start(['--import', 'tsx', 'bench/thin/server.ts'], thinEnvironment, 'thin'),
    );
    const sql = new Pool({ connectionString: postgres.url('suizhen'), max: 4 });
    return {
      sql,
      secrets: new Secrets(dataKeys, indexKey),
      productPort,
      thinPort,
      pay,
      close: async () => {
        await sql.end();
        await stopAll(children, postgres, folder);
      },
    };
  } catch (error) {
    await stopAll(children, postgres, folder);
    throw error;
  }
}

async function migrateStage(postgres: PostgresServer): Promise<void> {
  const owner = postgres.url('suizhen');
  await migrate(owner, roleOf(postgres.url('suizhen_app'), owner));
}

function productEnvironment(
  postgres: PostgresServer,
  port: number,
  payKeys: Record<string, string>,
): Record<string, string> {
  return {
    ...(process.env as Record<string, string>),
    ...payKeys,
    NODE_ENV: 'production',
    ROLE: 'web',
    PORT: String(port),
    DATABASE_URL: postgres.url('suizhen_app'),
    DATA_KEYS: dataKeys,
    INDEX_KEY: indexKey,
    LOG_LEVEL: 'error',
    RATE_LIMIT_FACTOR: '1000000',
    WECHAT_BASE_URL: 'http://127.0.0.1:9',
    WECHAT_APP_ID: 'wx0000000000000001',
    WECHAT_APP_SECRET: 'secret',
    WECHAT_PAY_BASE_URL: 'http://127.0.0.1:9',
    WECHAT_PAY_MCH_ID: '1900000001',
    WECHAT_PAY_MERCHANT_SERIAL: '0123456789ABCDEF',
    WECHAT_PAY_API_V3_KEY: '0123456789abcdef0123456789abcdef',
    WECHAT_PAY_PUBLIC_KEY_ID: 'PUB_KEY_ID_BENCH',
    SMS_BASE_URL: 'http://127.0.0.1:9',
    SMS_ACCESS_KEY: 'access',
    SMS_SECRET: 'secret',
    SMTP_URL: 'smtp://127.0.0.1:9',
  };
}

async function start(
  args: string[],
  env: Record<string, string>,
  sign: string,
): Promise<ChildProcess> {
  const child = spawn(process.execPath, args, {
    cwd: portalApi,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((ready, failed) => {
    child.stdout.on('data', (chunk: Buffer) => chunk.includes(sign) && ready());
    child.once('exit', (code) => failed(new Error(`${args.join(' ')} ended with ${code}`)));
  });
  return child;
}

async function stopAll(
  children: ChildProcess[],
  postgres: PostgresServer,
  folder: string,
): Promise<void> {
  for (const child of children) {
    if (child.exitCode !== null) continue;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
