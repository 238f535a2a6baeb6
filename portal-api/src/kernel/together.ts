import { pgErrorCode } from './database';
import { patientPromise, withPatience } from './patience';

interface Options<Row, Result> {
  /** No two rows of one statement have the same: its parts do not see each other. */
  apart(row: Row): unknown;
  /** One statement for all rows. Whoever is missing in the answer got nothing. */
  run(rows: readonly Row[]): Promise<ReadonlyMap<Row, Result>>;
  /** Whether asking has become pointless while the row waited. */
  isPointless?(row: Row): boolean;
}

interface Waiting<Row, Result> {
  row: Row;
  since: number;
  resolve: (result: Result | undefined) => void;
  reject: (error: Error) => void;
}

/** More statements at once only get in each other's way; fewer leave PostgreSQL waiting for us. */
const atOnce = 2;
const largest = 32;
/** What a statement costs for itself is shared by those in it: a second one leaves with so many only. */
const worthAnother = 16;
/** Nobody waits longer than this for statements that do not come back. */
const longestWaitMs = 300;

/**
 * Sends what arrives while other things are on their way to the database together: in a rush a statement
 * for ten costs little more than one for one. Nobody waits for company longer than this process needs to
 * read what has come; what is refused for one is halved until that one stands alone.
 */
export class Together<Row, Result> {
  private queue: Waiting<Row, Result>[] = [];
  private running = 0;
  private isSending = false;
  private isWatched = false;

  constructor(private readonly options: Options<Row, Result>) {}

  /** @returns the row's own result, or undefined where it got nothing */
  join(row: Row): Promise<Result | undefined> {
    return patientPromise((resolve, reject) => {
      this.queue.push({ row, since: performance.now(), resolve, reject });
      this.watch(longestWaitMs);
      this.send();
    });
  }

  private watch(afterMs: number): void {
    if (this.isWatched) return;
    this.isWatched = true;
    setTimeout(() => {
      this.isWatched = false;
      while (this.longestLeftMs() <= 0) this.dispatch();
      if (this.queue.length > 0) this.watch(this.longestLeftMs());
    }, afterMs);
  }

  /** Until whoever waits longest has waited enough. */
  private longestLeftMs(): number {
    const [first] = this.queue;
    return first ? first.since + longestWaitMs - performance.now() : Infinity;
  }

  /** After what has come in was read: a first row that left alone would make all others wait for it. */
  private send(): void {
    if (this.isSending) return;
    this.isSending = true;
    setImmediate(() => {
      this.isSending = false;
      while (this.mayDispatch()) this.dispatch();
    });
  }

  private mayDispatch(): boolean {
    return this.running < atOnce && this.queue.length >= (this.running === 0 ? 1 : worthAnother);
  }

  private dispatch(): void {
    const group = this.take();
    this.running++;
    // On nobody's own time: whoever of them waited longest must not hurry the others.
    void withPatience(() => this.settle(group)).finally(() => {
      this.running--;
      this.send();
    });
  }

  private take(): Waiting<Row, Result>[] {
    const seen = new Set<unknown>();
    const group: Waiting<Row, Result>[] = [];
    this.queue = this.queue.filter((one) => {
      if (this.options.isPointless?.(one.row)) {
        one.resolve(undefined);
        return false;
      }
      const mark = this.options.apart(one.row);
      if (group.length === largest || seen.has(mark)) return true;
      seen.add(mark);
      group.push(one);
      return false;
    });
    return group;
  }

  private async settle(group: readonly Waiting<Row, Result>[]): Promise<void> {
    if (group.length === 0) return;
    try {
      const found = await this.options.run(group.map(({ row }) => row));
      for (const { row, resolve } of group) resolve(found.get(row));
    } catch (error) {
      // Refused by the database: nothing was done, and fewer may be asked again. Else nobody knows.
      const isRefused = /^(23|40)/.test(pgErrorCode(error) ?? '');
      if (group.length === 1 || !isRefused)
        return group.forEach(({ reject }) => reject(error as Error));
      const half = group.length >> 1;
      await this.settle(group.slice(0, half));
      await this.settle(group.slice(half));
    }
  }
}
