import fs from 'node:fs';
import path from 'node:path';
import { StartProblem } from './problem';

/** The operating system account PostgreSQL runs under; empty when it is our own. */
export interface Account {
  uid?: number;
  gid?: number;
}

export const isRoot = (): boolean => process.getuid?.() === 0;

/** PostgreSQL refuses to run as root, so root lends it another account. */
export function serverAccount(env: NodeJS.ProcessEnv = process.env): Account {
  if (!isRoot()) return {};
  const wanted = env.PG_RUN_AS ? [env.PG_RUN_AS] : ['postgres', 'nobody'];
  const rows = fs.readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of wanted) {
    const fields = rows.find((row) => row.startsWith(`${name}:`))?.split(':');
    const [uid, gid] = [Number(fields?.[2]), Number(fields?.[3])];
    if (fields && uid > 0) return { uid, gid };
  }
  throw new StartProblem(
    `PostgreSQL cannot run as root and there is no account ${wanted.join(' or ')}: ` +
      'set PG_RUN_AS to an existing account other than root.',
  );
}

/** The first folder on the way to `folder` that other accounts may not pass through, if any. */
export function closedTo(folder: string): string | undefined {
  const parts = path.resolve(folder).split(path.sep);
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const ancestor = parts.slice(0, depth).join(path.sep) || path.sep;
    if (!fs.existsSync(ancestor)) return undefined;
    if ((fs.statSync(ancestor).mode & 0o001) === 0) return ancestor;
  }
  return undefined;
}

export function give(target: string, account: Account): void {
  if (account.uid !== undefined && account.gid !== undefined) {
    fs.chownSync(target, account.uid, account.gid);
  }
}
