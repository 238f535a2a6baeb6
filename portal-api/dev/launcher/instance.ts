import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import {
  codeOf,
  commandLine,
  isAlive,
  isRoot,
  messageOf,
  SHARED_HOME,
  StartProblem,
  waitUntil,
} from '../postgres';

/** Where one installation keeps its data; a checkout has one unless DATA_DIR names another. */
export interface Instance {
  dataDir: string;
  postgresHome: string;
  logs: string;
  /** Of a test: its data need not outlive the machine. */
  isThrowAway?: boolean;
}

const Identity = z.object({ id: z.string().min(1) });

export function openInstance(root: string, dataDirVariable: string | undefined): Instance {
  const dataDir = dataDirVariable ? path.resolve(root, dataDirVariable) : path.join(root, '.data');
  try {
    fs.mkdirSync(dataDir, { recursive: true, mode: isRoot() ? 0o711 : 0o700 });
    fs.accessSync(dataDir, fs.constants.W_OK);
  } catch (error) {
    throw new StartProblem(
      `The data folder ${dataDir} cannot be written (${messageOf(error)}): ` +
        'start as the user it belongs to, or set DATA_DIR to another folder.',
    );
  }
  // As root PostgreSQL needs a folder that another account may enter, which a checkout may not be.
  const shared = isRoot() && !dataDirVariable;
  const postgresHome = shared ? path.join(SHARED_HOME, identity(root, dataDir)) : dataDir;
  return {
    dataDir,
    postgresHome: path.join(postgresHome, 'postgres'),
    logs: path.join(dataDir, 'logs'),
  };
}

function identity(root: string, dataDir: string): string {
  const file = path.join(dataDir, 'instance.json');
  if (fs.existsSync(file)) {
    const read = Identity.safeParse(parseJson(fs.readFileSync(file, 'utf8')));
    if (read.success) return read.data.id;
    throw new StartProblem(
      `${file} is damaged: restore it, or move ${dataDir} away to begin anew.`,
    );
  }
  const id = `${path.basename(root)}-${randomBytes(4).toString('hex')}`;
  fs.writeFileSync(file, JSON.stringify({ id }), { flush: true });
  return id;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const Lock = z.object({
  pid: z.number(),
  url: z.string(),
  parts: z.record(z.string(), z.number()),
});
type Lock = z.infer<typeof Lock>;

/** Held while a launcher runs on this data folder; also remembers its children. */
export class InstanceLock {
  private constructor(
    private readonly file: string,
    private readonly url: string,
  ) {}

  static async take(instance: Instance, url: string): Promise<InstanceLock> {
    const lock = new InstanceLock(path.join(instance.dataDir, 'launcher.json'), url);
    const before = lock.read();
    if (before && isLauncher(before.pid)) {
      throw new StartProblem(
        `Suizhen is already running here (pid ${before.pid}) at ${before.url}: ` +
          'open that, or stop it first; for a second one set DATA_DIR and PORT.',
      );
    }
    if (before) await outlive(Object.values(before.parts));
    fs.rmSync(lock.file, { force: true });
    lock.create();
    return lock;
  }

  remember(parts: Record<string, number>): void {
    this.write({ pid: process.pid, url: this.url, parts });
  }

  release(): void {
    if (this.read()?.pid === process.pid) fs.rmSync(this.file, { force: true });
  }

  private create(): void {
    try {
      const content: Lock = { pid: process.pid, url: this.url, parts: {} };
      fs.writeFileSync(this.file, JSON.stringify(content), { flag: 'wx', mode: 0o600 });
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      throw new StartProblem('Another start is under way here this very moment: let it finish.');
    }
  }

  private read(): Lock | undefined {
    if (!fs.existsSync(this.file)) return undefined;
    return Lock.safeParse(parseJson(fs.readFileSync(this.file, 'utf8'))).data;
  }

  private write(lock: Lock): void {
    // Renamed into place: a reader never sees half of it.
    fs.writeFileSync(`${this.file}.new`, JSON.stringify(lock), { mode: 0o600 });
    fs.renameSync(`${this.file}.new`, this.file);
  }
}

/** The id may meanwhile belong to a stranger, whom the command line tells from a launcher. */
function isLauncher(pid: number): boolean {
  if (pid === process.pid || !isAlive(pid)) return false;
  const command = commandLine(pid);
  return command === '' || /launcher|vitest|tsx|suizhen/.test(command);
}

/** Children of a killed launcher end by themselves; what does not is ended here. */
async function outlive(pids: number[]): Promise<void> {
  const left = (): number[] => pids.filter((pid) => commandLine(pid).includes('leash.cjs'));
  if (await waitUntil(() => left().length === 0, 10_000)) return;
  for (const pid of left()) process.kill(pid, 'SIGKILL');
  await waitUntil(() => left().length === 0, 2000);
}
