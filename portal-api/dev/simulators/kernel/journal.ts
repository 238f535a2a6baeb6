import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

interface Line {
  c: string;
  k: string;
  /** Absent: the record was removed. */
  v?: unknown;
}

/**
 * State of a simulator that survives kill -9: every change is appended to a file at once, and the
 * file is replayed at the start. Without a file it lives in memory only (tests).
 */
export class Journal {
  private isClosed = false;
  private readonly collections = new Map<string, Map<string, unknown>>();

  constructor(private readonly file?: string) {
    if (file && existsSync(file)) this.replay(file);
  }

  collection<T>(name: string): Collection<T> {
    const records = this.records(name) as Map<string, T>;
    return new Collection<T>(records, (k, v) => this.append({ c: name, k, v }));
  }

  /** What is still under way after this changes memory only, as after a kill. */
  close(): void {
    this.isClosed = true;
  }

  private records(name: string): Map<string, unknown> {
    const existing = this.collections.get(name);
    if (existing) return existing;
    const created = new Map<string, unknown>();
    this.collections.set(name, created);
    return created;
  }

  private append(line: Line): void {
    if (this.file && !this.isClosed) appendFileSync(this.file, `${JSON.stringify(line)}\n`);
  }

  private replay(file: string): void {
    for (const text of readFileSync(file, 'utf8').split('\n')) {
      const line = parseLine(text);
      if (!line) continue;
      if (line.v === undefined) this.records(line.c).delete(line.k);
      else this.records(line.c).set(line.k, line.v);
    }
    this.compact(file);
  }

  /** Keeps only the last state of each record, so that the file does not grow for ever. */
  private compact(file: string): void {
    const lines: string[] = [];
    for (const [c, records] of this.collections) {
      for (const [k, v] of records) lines.push(JSON.stringify({ c, k, v }));
    }
    writeFileSync(`${file}.new`, lines.map((line) => `${line}\n`).join(''));
    renameSync(`${file}.new`, file);
  }
}

export class Collection<T> {
  constructor(
    private readonly records: Map<string, T>,
    private readonly changed: (key: string, value?: T) => void,
  ) {}

  get(key: string): T | undefined {
    return this.records.get(key);
  }

  /** Newest last. */
  values(): T[] {
    return [...this.records.values()];
  }

  put(key: string, value: T): T {
    this.records.set(key, value);
    this.changed(key, value);
    return value;
  }

  delete(key: string): void {
    if (this.records.delete(key)) this.changed(key);
  }

  clear(): void {
    for (const key of [...this.records.keys()]) this.delete(key);
  }

  /** Forgets the oldest beyond `limit`: an inbox is looked at, not archived. */
  trim(limit: number): void {
    for (const key of [...this.records.keys()]) {
      if (this.records.size <= limit) return;
      this.delete(key);
    }
  }
}

function parseLine(text: string): Line | undefined {
  try {
    return text ? (JSON.parse(text) as Line) : undefined;
  } catch {
    return undefined; // The last line, torn by a kill.
  }
}
