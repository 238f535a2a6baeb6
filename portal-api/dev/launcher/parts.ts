import { accepts, answersOk } from './probes';
import type { DatabaseUrls } from './environment';
import { hospitalSystems } from './hospital';
import type { Ports } from './settings';
import type { Part } from './supervisor';

const MAIN = 'portal-api/dist/src/main.js';

/** The child processes of the local mode. */
export interface PartOptions {
  ports: Ports;
  env: Record<string, string>;
  /** Of each API process. */
  apiPorts: number[];
  watch: boolean;
  dataDir: string;
  database: DatabaseUrls;
  hospital: {
    /** When the demonstration hospital was opened; empty: there is none. */
    anchor: string;
    /** Of a superuser; empty: the simulated hospital offers no database views. */
    databaseUrl: string;
  };
}

export function simulators(options: PartOptions): Part {
  const { ports, env, dataDir, database, hospital } = options;
  return {
    name: 'simulators',
    args: ['--import', 'tsx', 'portal-api/dev/simulators/main.ts'],
    env: {
      ...env,
      SIM_PORT: String(ports.simulators),
      SIM_WECHAT_PORT: String(ports.wechat),
      SIM_PAY_PORT: String(ports.pay),
      SIM_SMS_PORT: String(ports.sms),
      SIM_SMTP_PORT: String(ports.smtp),
      SIM_HIS_PORT: String(ports.his),
      ...hospitalSystems(env, ports, database),
      SIM_HIS_ANCHOR: hospital.anchor,
      SIM_HIS_DATABASE_URL: hospital.databaseUrl,
      SIM_DATA_DIR: dataDir,
      SIM_API_URL: `http://127.0.0.1:${ports.front}`,
    },
    ready: () => accepts(ports.simulators),
  };
}

export function api(options: PartOptions, port: number, index: number): Part {
  return {
    name: index === 0 ? 'api' : `api-${index + 1}`,
    args: ['--enable-source-maps', MAIN],
    env: { ...options.env, ROLE: 'web', PORT: String(port) },
    ready: () => answersOk(`http://127.0.0.1:${port}/readyz`),
  };
}

export function worker({ env }: PartOptions): Part {
  // Its port, for health and metrics, is any free one; so it says when it works.
  let isReady = false;
  return {
    name: 'worker',
    args: ['--enable-source-maps', MAIN],
    env: { ...env, ROLE: 'worker', PORT: '0' },
    onOutput: (text) => {
      isReady ||= text.includes('ready role=worker');
    },
    ready: () => Promise.resolve(isReady),
  };
}

export function front({ ports, env, apiPorts, watch }: PartOptions): Part {
  const at = (port: number): string => `http://127.0.0.1:${port}`;
  return {
    name: 'front',
    args: ['--import', 'tsx', 'portal-api/dev/front/main.ts'],
    env: {
      ...env,
      FRONT_PORT: String(ports.front),
      FRONT_API_URLS: apiPorts.map(at).join(','),
      FRONT_SIM_URL: at(ports.simulators),
      ...(watch ? { FRONT_ADMIN_URL: at(ports.admin), FRONT_PORTAL_URL: at(ports.portal) } : {}),
    },
    ready: () => accepts(ports.front),
  };
}
