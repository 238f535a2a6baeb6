import type { KernelContext } from '../../../kernel';
import { shownTo, type BoardOutline, type BoardQueue, type ReadBoard } from './read-board';

/** What a change means to those who watch. */
export type BoardNews =
  { kind: 'changed'; version: number; rosterIds: string[] } | { kind: 'other-clinics' };

/** Without any hint a change is seen within this time. */
const lookEveryMs = 1_000;

/**
 * The one reader of a branch in this process, shared by all streams of its screens. Runs while somebody
 * watches.
 */
export class BoardWatch {
  /** The hospital's time of what is shown. */
  readAt: Date;

  private outline: BoardOutline = { version: 0, clinics: [] };
  private readonly queues = new Map<string, BoardQueue>();
  private readonly watchers = new Set<(news: BoardNews) => void>();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private isLookWanted = false;

  constructor(
    readonly branchId: string,
    private readonly readBoard: ReadBoard,
    private readonly kernelContext: KernelContext,
  ) {
    this.readAt = kernelContext.clock.now();
  }

  get version(): number {
    return this.outline.version;
  }

  get isWatched(): boolean {
    return this.watchers.size > 0;
  }

  add(watcher: (news: BoardNews) => void): void {
    this.watchers.add(watcher);
    if (this.timer) return;
    this.timer = setInterval(() => this.hint(), lookEveryMs);
    this.timer.unref();
  }

  remove(watcher: (news: BoardNews) => void): void {
    this.watchers.delete(watcher);
    if (this.watchers.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** What a screen of these departments shows. */
  shown(departmentIds: readonly string[]): BoardQueue[] {
    return shownTo(this.outline, departmentIds)
      .map((rosterId) => this.queues.get(rosterId))
      .filter((queue) => queue !== undefined);
  }

  /** Something may have changed. */
  hint(): void {
    this.look().catch((error: Error) =>
      // The screens keep what they show; the next look may succeed.
      this.kernelContext.logger.warn({ error: error.message }, 'board not read'),
    );
  }

  /** Looks now; one look at a time, and one more for all that was asked meanwhile. */
  async look(): Promise<void> {
    if (this.looking) {
      this.isLookWanted = true;
      return this.looking;
    }
    this.looking = this.lookUntilCurrent().finally(() => (this.looking = undefined));
    return this.looking;
  }

  private async lookUntilCurrent(): Promise<void> {
    do {
      this.isLookWanted = false;
      await this.lookOnce();
    } while (this.isLookWanted);
  }

  private async lookOnce(): Promise<void> {
    const before = new Map(this.outline.clinics.map(({ rosterId, mark }) => [rosterId, mark]));
    const at = this.kernelContext.clock.now();
    const outline = await this.readBoard.outline(this.branchId);
    this.readAt = at;
    const changed = outline.clinics
      .filter(({ rosterId, mark }) => before.get(rosterId) !== mark)
      .map(({ rosterId }) => rosterId);
    const isSame = sameClinics(this.outline, outline);
    if (isSame && changed.length === 0) return;
    const read = await this.readBoard.queues(changed);
    const hasGrown = outline.version > this.outline.version;
    this.outline = outline;
    for (const queue of read) this.queues.set(queue.rosterId, queue);
    this.forgetOthers();
    // What has no number of its own (a clinic that closed, one that is over) is told as a whole.
    this.tell(
      isSame && hasGrown
        ? { kind: 'changed', version: outline.version, rosterIds: changed }
        : { kind: 'other-clinics' },
    );
  }

  private forgetOthers(): void {
    const shown = new Set(this.outline.clinics.map(({ rosterId }) => rosterId));
    for (const rosterId of this.queues.keys()) {
      if (!shown.has(rosterId)) this.queues.delete(rosterId);
    }
  }

  private tell(news: BoardNews): void {
    for (const watcher of [...this.watchers]) watcher(news);
  }
}

function sameClinics(a: BoardOutline, b: BoardOutline): boolean {
  const ids = (outline: BoardOutline) => outline.clinics.map(({ rosterId }) => rosterId).join();
  return ids(a) === ids(b);
}
