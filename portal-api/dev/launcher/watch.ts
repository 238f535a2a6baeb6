import fs from 'node:fs';
import path from 'node:path';
import type { Reporter } from './reporter';
import { accepts } from './probes';
import type { Ports } from './settings';
import type { Supervisor } from './supervisor';

export interface Watching {
  stop(): void;
}

interface WatchOptions {
  root: string;
  ports: Ports;
  apiPorts: number[];
  reporter: Reporter;
}

const SETTLE_MS = 200;

/** `npm run dev`: the API and worker restart on change, the web apps come from dev servers. */
export async function startWatching(
  options: WatchOptions,
  supervisor: Supervisor,
  env: Record<string, string>,
): Promise<Watching> {
  const { root, ports, apiPorts, reporter } = options;
  const development = { ...env, NODE_ENV: 'development' };
  const apis = apiPorts.map((_, index) => (index === 0 ? 'api' : `api-${index + 1}`));
  await reporter.step('TypeScript, watching', () =>
    supervisor.start(compiler(root, development, reporter, [...apis, 'worker'], supervisor)),
  );
  await reporter.step('Staff console’s dev server', () =>
    supervisor.start({
      name: 'admin-dev',
      args: ['node_modules/vite/bin/vite.js', '--config', 'admin-web/vite.config.ts'].concat([
        '--host',
        '127.0.0.1',
        '--port',
        String(ports.admin),
        '--strictPort',
      ]),
      env: { ...development, SUIZHEN_API: `http://127.0.0.1:${ports.front}` },
      ready: () => accepts(ports.admin),
    }),
  );
  await reporter.step('Portal’s dev server', () =>
    supervisor.start({
      name: 'portal-dev',
      args: ['node_modules/@tarojs/cli/bin/taro', 'build', '--type', 'h5', '--watch'].concat([
        '--port',
        String(ports.portal),
        '--no-check',
      ]),
      env: { ...development, H5_PORT: String(ports.portal) },
      ready: () => accepts(ports.portal),
      readyWithinMs: 180_000,
      onOutput: (text) => errorsOf(text).forEach((line) => reporter.line(`[portal] ${line}`)),
    }),
  );
  return watchTools(root, supervisor, reporter);
}

function compiler(
  root: string,
  env: Record<string, string>,
  reporter: Reporter,
  restarted: string[],
  supervisor: Supervisor,
): Parameters<Supervisor['start']>[0] {
  let compiled = 0;
  const onOutput = (text: string): void => {
    for (const line of errorsOf(text)) reporter.line(`[tsc] ${line}`);
    if (!/Found 0 errors/.test(text)) return;
    compiled += 1;
    // The first run only confirms what the API was just started from.
    if (compiled === 1) return;
    reporter.line('[tsc] compiled, restarting the API and the worker');
    for (const part of restarted) void supervisor.restart(part);
  };
  const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  return {
    name: 'tsc',
    args: [tsc, '-b', 'portal-api/tsconfig.build.json', '--watch', '--preserveWatchOutput'],
    env,
    ready: () => Promise.resolve(compiled > 0),
    readyWithinMs: 120_000,
    onOutput,
  };
}

function errorsOf(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => /\berror\b(?! ?s?\. Watching)/i.test(line) && !/0 errors/.test(line));
}

/** The simulators and the front are run from their sources, so a change means a restart. */
function watchTools(root: string, supervisor: Supervisor, reporter: Reporter): Watching {
  const timers = new Map<string, NodeJS.Timeout>();
  const watchers = ['simulators', 'front'].map((part) =>
    fs.watch(path.join(root, 'portal-api', 'dev', part), { recursive: true }, () => {
      clearTimeout(timers.get(part));
      const restart = (): void => {
        reporter.line(`[dev] ${part} changed, restarting`);
        void supervisor.restart(part);
      };
      timers.set(part, setTimeout(restart, SETTLE_MS));
    }),
  );
  return {
    stop() {
      for (const timer of timers.values()) clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}
