/** Addresses of outside systems; in the local mode each must be a simulator on this machine. */
const ADDRESSES = ['WECHAT_BASE_URL', 'WECHAT_PAY_BASE_URL', 'SMS_BASE_URL', 'SMTP_URL'];

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Variables that point at a real system. The local mode has demonstration accounts and a clock
 * that anyone may move: with real money or real messages behind it, it must not run.
 */
export function realSystems(env: NodeJS.ProcessEnv): string[] {
  return ADDRESSES.filter((name) => {
    const value = env[name];
    return value !== undefined && value !== '' && !isLoopback(value);
  });
}

function isLoopback(address: string): boolean {
  try {
    return LOOPBACK.has(new URL(address).hostname);
  } catch {
    return false;
  }
}
