import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';

const Accounts = z.object({
  demoAccounts: z.array(
    z.object({ who: z.string(), signIn: z.string(), password: z.string().optional() }),
  ),
});

/** What to open and whom to be. */
export async function describe(url: string, seconds: string, logs: string): Promise<string> {
  const lines = [
    '',
    `Suizhen is up after ${seconds} s:`,
    `  患者门户    ${url}/`,
    `  管理后台    ${url}/admin/`,
    `  候诊大屏    ${url}/board/`,
    `  自助签到    ${url}/kiosk/`,
    `  模拟手机    ${url}/sim/`,
    `  API         ${url}/api/docs`,
    ...(await accounts()),
    `Logs are in ${logs}. Ctrl-C stops everything; the data stay.`,
  ];
  return lines.join('\n');
}

async function accounts(): Promise<string[]> {
  const file = path.join(__dirname, '..', 'demo-data', 'accounts.ts');
  if (!fs.existsSync(file)) return [];
  const module: unknown = await import(pathToFileURL(file).href);
  const read = Accounts.safeParse(module);
  if (!read.success) return [];
  return [
    '演示账号',
    ...read.data.demoAccounts.map(
      ({ who, signIn, password }) => `  ${who}  ${signIn}${password ? `  ${password}` : ''}`,
    ),
  ];
}
