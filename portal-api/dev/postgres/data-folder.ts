import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { closedTo, give, isRoot, type Account } from './account';
import type { Binaries } from './binaries';
import { messageOf, StartProblem } from './problem';

const Passwords = z.object({ postgres: z.string(), owner: z.string(), app: z.string() });
export type Passwords = z.infer<typeof Passwords>;

/** A home holds the server's data, its log and the generated passwords. */
export interface DataFolder {
  data: string;
  log: string;
  passwords: Passwords;
  fresh: boolean;
  /** Stands in the command line of the server and, as cluster_name, of each of its processes. */
  marker: string;
}

export function prepareDataFolder(home: string, account: Account, binaries: Binaries): DataFolder {
  const data = path.join(home, 'data');
  makeHome(home, account);
  const state = inspect(data, binaries.major);
  const passwords = loadPasswords(home, state === 'absent');
  if (state === 'absent') initialise(data, account, binaries, passwords.postgres);
  const marker = `suizhen-${createHash('sha256').update(data).digest('hex').slice(0, 16)}`;
  const log = path.join(home, 'server.log');
  return { data, log, passwords, fresh: state === 'absent', marker };
}

function makeHome(home: string, account: Account): void {
  try {
    fs.mkdirSync(home, { recursive: true });
    if (account.uid !== undefined) fs.chmodSync(home, 0o711);
    fs.accessSync(home, fs.constants.W_OK);
  } catch (error) {
    throw new StartProblem(
      `The data folder ${home} cannot be written (${messageOf(error)}): ` +
        'start as the user it belongs to, or set DATA_DIR to another folder.',
    );
  }
  const closed = isRoot() ? closedTo(home) : undefined;
  if (closed) {
    throw new StartProblem(
      `As root PostgreSQL runs under another account, which may not enter ${closed}: ` +
        'leave DATA_DIR unset, set it to an open folder, or start as an ordinary user.',
    );
  }
}

function inspect(data: string, major: string): 'absent' | 'ours' {
  if (!fs.existsSync(data)) return 'absent';
  const away = `move ${data} away to begin with an empty database, or set DATA_DIR to another folder.`;
  const entries = listOf(data, away);
  if (entries.length === 0) return 'absent';
  if (!entries.includes('PG_VERSION') || !entries.includes('global')) {
    throw new StartProblem(`${data} is not a PostgreSQL data folder: ${away}`);
  }
  const found = fs.readFileSync(path.join(data, 'PG_VERSION'), 'utf8').trim();
  if (found !== major) {
    throw new StartProblem(
      `${data} was written by PostgreSQL ${found}, this is PostgreSQL ${major}: ` +
        `carry the data over with pg_dump of version ${found}, or ${away}`,
    );
  }
  return 'ours';
}

function listOf(data: string, away: string): string[] {
  try {
    return fs.readdirSync(data);
  } catch (error) {
    throw new StartProblem(`${data} cannot be read (${messageOf(error)}): ${away}`);
  }
}

function loadPasswords(home: string, mayCreate: boolean): Passwords {
  const file = path.join(home, 'passwords.json');
  if (fs.existsSync(file)) {
    try {
      return Passwords.parse(JSON.parse(fs.readFileSync(file, 'utf8')));
    } catch {
      throw new StartProblem(
        `${file} is damaged: restore it from a copy, or move ${home} away to begin anew.`,
      );
    }
  }
  if (!mayCreate) {
    throw new StartProblem(
      `${home} holds a database of another installation (${file} is missing): ` +
        'restore that file, or move the folder away to begin with an empty database.',
    );
  }
  const secret = (): string => randomBytes(24).toString('hex');
  const passwords = { postgres: secret(), owner: secret(), app: secret() };
  fs.writeFileSync(file, JSON.stringify(passwords), { mode: 0o600, flush: true });
  return passwords;
}

/** Into a folder beside and then renamed: an initialisation cut short leaves nothing half made. */
function initialise(data: string, account: Account, binaries: Binaries, password: string): void {
  const half = `${data}.half`;
  const secret = `${data}.secret`;
  fs.rmSync(half, { recursive: true, force: true });
  fs.mkdirSync(half, { mode: 0o700 });
  give(half, account);
  fs.writeFileSync(secret, password, { mode: 0o600 });
  give(secret, account);
  const args = ['-D', half, '-U', 'postgres', `--pwfile=${secret}`, '--auth=scram-sha-256'];
  // The built-in locale is the same on every system, and its Unicode rules need no ICU.
  args.push(
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  );
  args.push('--no-instructions');
  const run = spawnSync(binaries.path('initdb'), args, {
    ...account,
    cwd: '/',
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
  });
  fs.rmSync(secret, { force: true });
  if (run.status !== 0) {
    const reason = run.error?.message ?? lastLine(run.stderr || run.stdout);
    throw new StartProblem(`The database could not be initialised in ${data}: ${reason}`);
  }
  if (fs.existsSync(data)) fs.rmdirSync(data);
  fs.renameSync(half, data);
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}
