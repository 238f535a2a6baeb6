import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import { commandLine } from './processes';

export function isFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** Below those from which the system serves connections that go out: nobody gets one by chance. */
const FIRST = 10_000;
const LAST = 16_000;

export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  return port ?? 0;
}

/** Ports that differ and where nobody listens now. */
export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  for (let tries = 0; found.size < count && tries < 500; tries++) {
    const port = randomInt(FIRST, LAST);
    if (!found.has(port) && (await isFree(port))) found.add(port);
  }
  if (found.size < count) throw new Error(`no ${count} ports are free from ${FIRST} to ${LAST}`);
  return [...found];
}

/** `name (pid 123)` of the process that listens on `port`, as far as we may know. */
export function listenerOn(port: number): string | undefined {
  const pid = fs.existsSync('/proc/net/tcp') ? pidFromProc(port) : pidFromLsof(port);
  if (pid === undefined) return undefined;
  const name = commandLine(pid).slice(0, 60);
  return name ? `${name} (pid ${pid})` : `pid ${pid}`;
}

function pidFromProc(port: number): number | undefined {
  const inodes = new Set<string>();
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    if (!fs.existsSync(table)) continue;
    for (const row of fs.readFileSync(table, 'utf8').split('\n').slice(1)) {
      const [, local, , state, , , , , , inode] = row.trim().split(/\s+/);
      const listening = state === '0A';
      if (listening && inode && parseInt(local?.split(':')[1] ?? '', 16) === port) {
        inodes.add(`socket:[${inode}]`);
      }
    }
  }
  if (inodes.size === 0) return undefined;
  const pids = fs.readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  const holder = pids.find((pid) => openFiles(pid).some((file) => inodes.has(file)));
  return holder === undefined ? undefined : Number(holder);
}

/** Empty for a process of another user, whose files are none of our business. */
function openFiles(pid: string): string[] {
  try {
    const folder = `/proc/${pid}/fd`;
    return fs.readdirSync(folder).map((fd) => {
      try {
        return fs.readlinkSync(`${folder}/${fd}`);
      } catch {
        return '';
      }
    });
  } catch {
    return [];
  }
}

function pidFromLsof(port: number): number | undefined {
  try {
    const out = execFileSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-t'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return Number(out.trim().split('\n')[0]) || undefined;
  } catch {
    return undefined;
  }
}
