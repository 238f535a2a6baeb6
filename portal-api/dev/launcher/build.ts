import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { parseJson } from './instance';
import type { Reporter } from './reporter';
import { runNode, tail } from './short-lived';

/** One thing to build: from which sources, by which command, into what. */
interface Target {
  name: TargetName;
  title: string;
  sources: string[];
  /** A file in node_modules/.bin of the package that builds it, and its arguments. */
  tool: { script: string; args: string[]; env?: Record<string, string> };
  result: string;
}

export type TargetName = 'api' | 'admin' | 'h5' | 'weapp';

const CONTRACT = ['portal-api/contract/src', 'portal-api/contract/package.json'];
const MINIPROGRAM = ['miniprogram/src', 'config', '.babelrc.js', ...CONTRACT];
const TARO = 'node_modules/@tarojs/cli/bin/taro';
const PRODUCTION = { NODE_ENV: 'production' };

const TARGETS: Record<TargetName, Target> = {
  api: {
    name: 'api',
    title: 'Building the API',
    sources: [
      'portal-api/src',
      'portal-api/tsconfig.build.json',
      'config/tooling/tsconfig.base.json',
      ...CONTRACT,
    ],
    tool: {
      script: 'node_modules/typescript/bin/tsc',
      args: ['-b', 'portal-api/tsconfig.build.json'],
    },
    result: 'portal-api/dist/src/main.js',
  },
  admin: {
    name: 'admin',
    title: 'Building the staff console, the board and the kiosk',
    sources: [
      'admin-web/src',
      'admin-web/index.html',
      'admin-web/board',
      'admin-web/kiosk',
      'admin-web/vite.config.ts',
      'admin-web/build.mjs',
      'admin-web/public',
      ...CONTRACT,
    ],
    tool: {
      script: 'admin-web/build.mjs',
      args: [],
      env: PRODUCTION,
    },
    // The last of the three that it writes.
    result: 'admin-web/dist/kiosk/index.html',
  },
  h5: {
    name: 'h5',
    title: 'Building the portal for browsers',
    sources: MINIPROGRAM,
    tool: { script: TARO, args: ['build', '--type', 'h5'], env: PRODUCTION },
    result: 'miniprogram/dist/h5/index.html',
  },
  weapp: {
    name: 'weapp',
    title: 'Building the mini-program',
    sources: MINIPROGRAM,
    tool: { script: TARO, args: ['build', '--type', 'weapp'], env: PRODUCTION },
    result: 'miniprogram/dist/weapp/app.js',
  },
};

export const isTarget = (name: string): name is TargetName => name in TARGETS;

const NOT_SOURCES = new Set(['node_modules', 'tooling']);

const Stamp = z.object({ hash: z.string() });

/** Builds what changed since its last build; true when it had to. */
export async function build(root: string, name: TargetName, reporter: Reporter): Promise<boolean> {
  const target = TARGETS[name];
  const hash = sourceHash(root, target);
  const stamp = path.join(root, '.cache', 'build', `${name}.json`);
  if (fs.existsSync(path.join(root, target.result)) && stampedHash(stamp) === hash) return false;
  fs.rmSync(stamp, { force: true });
  await reporter.step(target.title, () => run(root, target));
  fs.mkdirSync(path.dirname(stamp), { recursive: true });
  fs.writeFileSync(stamp, JSON.stringify({ hash }));
  return true;
}

/** Two chains are what two cores carry; what is short waits for what is long, not beside it. */
const CHAINS: TargetName[][] = [
  ['api', 'admin'],
  ['h5', 'weapp'],
];

/** Builds what changed of these; the first failure is told after all have ended. */
export async function buildAll(
  root: string,
  names: TargetName[],
  reporter: Reporter,
): Promise<void> {
  const work = CHAINS.map(async (chain) => {
    for (const name of chain) if (names.includes(name)) await build(root, name, reporter);
  });
  const outcomes = await Promise.allSettled(work);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

function stampedHash(stamp: string): string | undefined {
  if (!fs.existsSync(stamp)) return undefined;
  return Stamp.safeParse(parseJson(fs.readFileSync(stamp, 'utf8'))).data?.hash;
}

function sourceHash(root: string, target: Target): string {
  const hash = createHash('sha256').update(JSON.stringify(target.tool));
  hash.update(process.version).update(process.env.API_BASE ?? '');
  for (const source of [...target.sources, 'package.json', 'package-lock.json'].sort()) {
    for (const file of filesUnder(path.join(root, source))) {
      hash.update(path.relative(root, file)).update('\0').update(fs.readFileSync(file));
    }
  }
  return hash.digest('hex');
}

function filesUnder(start: string): string[] {
  if (!fs.existsSync(start)) return [];
  if (fs.statSync(start).isFile()) return /\.test\.tsx?$/.test(start) ? [] : [start];
  return fs
    .readdirSync(start)
    .sort()
    .flatMap((entry) => (NOT_SOURCES.has(entry) ? [] : filesUnder(path.join(start, entry))));
}

async function run(root: string, target: Target): Promise<void> {
  const { script, args, env } = target.tool;
  // Taro may end with success and no result; tsc alone would not write an unchanged file again.
  if (target.name !== 'api') fs.rmSync(path.join(root, target.result), { force: true });
  const all = { ...process.env, ...env };
  const { code, output } = await runNode(root, [path.join(root, script), ...args], all);
  if (code === 0 && fs.existsSync(path.join(root, target.result))) return;
  throw new BuildFailure(failureText(root, target, output));
}

function failureText(root: string, target: Target, output: string): string {
  const command = ['node', target.tool.script, ...target.tool.args].join(' ');
  return `${tail(output, 30)}\n${target.title} failed: correct what stands above (\`${command}\` in ${root}).`;
}

export class BuildFailure extends Error {
  override readonly name = 'BuildFailure';
}
