import path from 'node:path';
import { type SimulatorPorts, startSimulators } from './start';

/**
 * Starts every simulator in one process. SIM_DATA_DIR holds keys and state; SIM_PORT,
 * SIM_WECHAT_PORT, SIM_PAY_PORT, SIM_SMS_PORT and SIM_SMTP_PORT move the ports; SIM_API_URL is
 * where the product answers.
 */
async function main(env: NodeJS.ProcessEnv): Promise<void> {
  const ports: SimulatorPorts = {
    console: port(env, 'console'),
    wechat: port(env, 'wechat'),
    wechatPay: port(env, 'wechatPay'),
    sms: port(env, 'sms'),
    smtp: port(env, 'smtp'),
  };
  const simulators = await startSimulators({
    dir: env['SIM_DATA_DIR'] || path.resolve('.data'),
    ports,
    apiUrl: env['SIM_API_URL'] || 'http://127.0.0.1:7300',
  });
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
};

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
