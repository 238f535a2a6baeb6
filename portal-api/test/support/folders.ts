import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { closedTo, isAlive, isRoot } from '../../dev/postgres';

const PREFIX = 'suizhen-test-';

/** A folder that PostgreSQL's own account can enter when the tests run as root. */
export function testFolder(): string {
  sweepAbandoned();
  const base = isRoot() && closedTo(os.tmpdir()) ? '/var/tmp' : os.tmpdir();
  const folder = fs.mkdtempSync(path.join(base, PREFIX));
  fs.chmodSync(folder, isRoot() ? 0o711 : 0o700);
  fs.writeFileSync(path.join(folder, 'owner.pid'), String(process.pid));
  return folder;
}

/** A run that was killed could not clean up behind itself; the next one does. */
function sweepAbandoned(): void {
  for (const base of [os.tmpdir(), '/var/tmp']) {
    if (!fs.existsSync(base)) continue;
    for (const entry of fs.readdirSync(base)) {
      if (entry.startsWith(PREFIX)) sweep(path.join(base, entry));
    }
  }
}

function sweep(folder: string): void {
  try {
    const owner = Number(fs.readFileSync(path.join(folder, 'owner.pid'), 'utf8'));
    if (isAlive(owner)) return;
    for (const data of ['data', 'postgres/data']) {
      const lock = path.join(folder, data, 'postmaster.pid');
      if (!fs.existsSync(lock)) continue;
      const server = Number(fs.readFileSync(lock, 'utf8').split('\n')[0]);
      if (isAlive(server)) process.kill(server, 'SIGQUIT');
    }
    fs.rmSync(folder, { recursive: true, force: true });
  } catch {
    // Another user's, or still ending: not ours to insist on.
  }
}
