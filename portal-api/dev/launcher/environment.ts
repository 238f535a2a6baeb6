import { localEnvironment } from '../simulators/keys';
import type { Instance } from './instance';
import { localSecrets } from './secrets';
import type { Ports } from './settings';

export interface DatabaseUrls {
  url: string;
  ownerUrl: string;
}

export interface EnvironmentParts {
  instance: Instance;
  ports: Ports;
  database: DatabaseUrls;
  /** The caller's own variables; they win over the local defaults. */
  env: NodeJS.ProcessEnv;
}

/** What every process of the product gets; ROLE and PORT are each one's own. */
export function productEnvironment(parts: EnvironmentParts): Record<string, string> {
  const { instance, ports, database, env } = parts;
  const { wechat, pay, sms, smtp } = ports;
  return {
    PUBLIC_URL: `http://127.0.0.1:${ports.front}`,
    TRUSTED_PROXIES: '1',
    ...localSecrets(instance.dataDir),
    ...localEnvironment(instance.dataDir, {
      api: ports.front,
      wechat,
      wechatPay: pay,
      sms,
      smtp,
    }),
    ...given(env),
    LOCAL_MODE: '1',
    HOST: '127.0.0.1',
    DATABASE_URL: database.url,
    DATABASE_OWNER_URL: database.ownerUrl,
    DATABASE_DIRECT_URL: env.DATABASE_DIRECT_URL || database.url,
  };
}

/** An empty variable means "not set", as most people take it. */
function given(env: NodeJS.ProcessEnv): Record<string, string> {
  const set = Object.entries(env).filter((entry): entry is [string, string] => !!entry[1]);
  return Object.fromEntries(set);
}
