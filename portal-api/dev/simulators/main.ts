import path from 'node:path';
import { type SimulatorPorts, startSimulators } from './start';

/**
 * Starts every simulator in one process. SIM_DATA_DIR holds keys and state; SIM_PORT,
 * SIM_WECHAT_PORT, SIM_PAY_PORT, SIM_SMS_PORT and SIM_SMTP_PORT move the ports; SIM_API_URL is
 * where the product answers.
 */
async function main(env: NodeJS.ProcessEnv): Promise<void> {
  const ports: SimulatorPorts = {
    console: port(env, 'SIM_PORT', 7320),
    wechat: port(env, 'SIM_WECHAT_PORT', 7321),
    wechatPay: port(env, 'SIM_PAY_PORT', 7322),
    sms: port(env, 'SIM_SMS_PORT', 7323),
    smtp: port(env, 'SIM_SMTP_PORT', 7324),
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

function port(env: NodeJS.ProcessEnv, name: string, standard: number): number {
  const value = env[name] ? Number(env[name]) : standard;
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new Error(`${name} must be a port from 1 to 65535, not "${env[name]}"`);
}

main(process.env).catch((error: unknown) => {
  const { code, port: busy } = error as { code?: string; port?: number };
  const reason =
    code === 'EADDRINUSE'
      ? `port ${busy} is in use; stop what runs there or choose another with SIM_…PORT`
      : (error as Error).message;
  console.error(`simulators could not start: ${reason}`);
  process.exit(1);
});
