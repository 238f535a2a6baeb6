import path from 'node:path';
import { type SimulatorPorts, type SimulatorsOptions, startSimulators } from './start';

/**
 * Starts every simulator in one process. SIM_DATA_DIR holds keys and state; SIM_PORT,
 * SIM_WECHAT_PORT, SIM_PAY_PORT, SIM_SMS_PORT, SIM_SMTP_PORT, SIM_HIS_PORT and SIM_HIS_MLLP_PORT move
 * the ports; SIM_API_URL is where the product answers. SIM_HIS_FOLDER serves a folder of FHIR bundles
 * instead of a hospital of its own.
 */
async function main(env: NodeJS.ProcessEnv): Promise<void> {
  const ports: SimulatorPorts = {
    console: port(env, 'console'),
    wechat: port(env, 'wechat'),
    wechatPay: port(env, 'wechatPay'),
    sms: port(env, 'sms'),
    smtp: port(env, 'smtp'),
    his: port(env, 'his'),
    mllp: port(env, 'mllp'),
  };
  const simulators = await startSimulators({
    dir: env['SIM_DATA_DIR'] || path.resolve('.data'),
    ports,
    apiUrl: env['SIM_API_URL'] || 'http://127.0.0.1:7300',
    his: hospital(env),
  });
  const { folderReport } = simulators.his;
  if (folderReport) console.log(`hospital: ${JSON.stringify(folderReport, null, 2)}`);
  console.log(`simulators ready: ${simulators.consoleUrl}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void simulators.close().then(() => process.exit(0)));
  }
}

const PORTS: Record<keyof SimulatorPorts, [variable: string, standard: number]> = {
  console: ['SIM_PORT', 7320],
  wechat: ['SIM_WECHAT_PORT', 7321],
  wechatPay: ['SIM_PAY_PORT', 7322],
  sms: ['SIM_SMS_PORT', 7323],
  smtp: ['SIM_SMTP_PORT', 7324],
  his: ['SIM_HIS_PORT', 7325],
  mllp: ['SIM_HIS_MLLP_PORT', 7326],
};

/** An anchor that is set and empty means: an empty hospital. */
function hospital(env: NodeJS.ProcessEnv): NonNullable<SimulatorsOptions['his']> {
  const anchor = env['SIM_HIS_ANCHOR'] ?? new Date().toISOString();
  const adminUrl = env['SIM_HIS_DATABASE_URL'];
  const readerUrl = env['SIM_HIS_VIEWS_URL'];
  return {
    ...(anchor ? { anchor: new Date(anchor) } : {}),
    ...(env['SIM_HIS_FOLDER'] ? { folder: path.resolve(env['SIM_HIS_FOLDER']) } : {}),
    ...(anchor && adminUrl && readerUrl ? { views: { adminUrl, readerUrl } } : {}),
    pacsKey: env['PACS_LINK_KEY'] ?? '',
    hl7Target: { host: '127.0.0.1', port: Number(env['SIM_HL7_LISTENER_PORT'] || 7327) },
  };
}

function port(env: NodeJS.ProcessEnv, part: keyof SimulatorPorts): number {
  const [name, standard] = PORTS[part];
  const value = env[name] ? Number(env[name]) : standard;
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new Error(`${name} must be a port from 1 to 65535, not "${env[name]}"`);
}

function variableOf(busy: number | undefined): string {
  const entry = Object.values(PORTS).find(
    ([name, standard]) => Number(process.env[name] || standard) === busy,
  );
  return entry?.[0] ?? 'the SIM_…PORT variables';
}

main(process.env).catch((error: unknown) => {
  const { code, port: busy } = error as { code?: string; port?: number };
  const reason =
    code === 'EADDRINUSE'
      ? `port ${busy} is in use; stop what runs there or choose another with ${variableOf(busy)}`
      : (error as Error).message;
  console.error(`simulators could not start: ${reason}`);
  process.exit(1);
});
