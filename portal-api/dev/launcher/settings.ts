import { z } from 'zod';
import { StartProblem } from '../postgres';

/** Every port of the local mode, the variable that moves it, and what listens there. */
export const PORTS = {
  front: { variable: 'PORT', port: 7300, title: 'the web apps and the API' },
  api: { variable: 'API_PORT', port: 7301, title: 'the API process' },
  postgres: { variable: 'POSTGRES_PORT', port: 7310, title: 'PostgreSQL' },
  simulators: { variable: 'SIM_PORT', port: 7320, title: 'the simulators’ control' },
  wechat: { variable: 'SIM_WECHAT_PORT', port: 7321, title: 'the WeChat simulator' },
  pay: { variable: 'SIM_PAY_PORT', port: 7322, title: 'the WeChat Pay simulator' },
  sms: { variable: 'SIM_SMS_PORT', port: 7323, title: 'the SMS simulator' },
  smtp: { variable: 'SIM_SMTP_PORT', port: 7324, title: 'the mail simulator' },
  his: { variable: 'SIM_HIS_PORT', port: 7325, title: 'the simulated hospital’s FHIR server' },
  mllp: {
    variable: 'SIM_HIS_MLLP_PORT',
    port: 7326,
    title: 'the simulated hospital’s HL7 listener',
  },
  hl7: { variable: 'HL7_PORT', port: 7327, title: 'the worker’s HL7 listener' },
} as const;

/** Only used by `npm run dev`. */
export const WATCH_PORTS = {
  admin: { variable: 'ADMIN_DEV_PORT', port: 7340, title: 'the staff console’s dev server' },
  portal: { variable: 'PORTAL_DEV_PORT', port: 7341, title: 'the portal’s dev server' },
} as const;

export type PortName = keyof typeof PORTS | keyof typeof WATCH_PORTS;
export type Ports = Record<PortName, number>;

export interface Settings {
  ports: Ports;
  dataDir: string | undefined;
  databaseUrl: string | undefined;
  databaseOwnerUrl: string | undefined;
}

const Port = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .refine((port) => port >= 1 && port <= 65_535);

/** Reads the launcher's own variables; every mistake is named in one message. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const problems: string[] = [];
  const entries = Object.entries({ ...PORTS, ...WATCH_PORTS }).map(([name, { variable, port }]) => {
    const value = env[variable];
    if (value === undefined || value === '') return [name, port] as const;
    const read = Port.safeParse(value);
    if (!read.success) problems.push(`${variable} must be a port from 1 to 65535, not "${value}"`);
    return [name, read.data ?? port] as const;
  });
  for (const variable of ['DATABASE_URL', 'DATABASE_OWNER_URL']) {
    if (env[variable] && !/^postgres(ql)?:\/\//.test(env[variable])) {
      problems.push(`${variable} must be an address like postgres://user:password@host:5432/name`);
    }
  }
  if (problems.length > 0)
    throw new StartProblem(`${problems.join('; ')}. Correct it and start again.`);
  return {
    ports: Object.fromEntries(entries) as Ports,
    dataDir: env.DATA_DIR || undefined,
    databaseUrl: env.DATABASE_URL || undefined,
    databaseOwnerUrl: env.DATABASE_OWNER_URL || undefined,
  };
}
