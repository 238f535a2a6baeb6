import type { Answer } from '@/shared/api/client';

export type Board = Answer<'getBoard'>;
export type BoardQueue = Board['queues'][number];

export interface LiveState {
  board: Board | null;
  /** False after a while without any news: what is shown may be out of date. */
  isLive: boolean;
  /** By the machine's clock; see `clockOffset`. */
  newsAt: number | null;
  /** What the hospital's clock is ahead of the machine's. */
  clockOffset: number;
}

/** What is needed of an EventSource. */
export interface Stream {
  readonly readyState: number;
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

interface Doors {
  openStream: () => Stream;
  readBoard: () => Promise<Board>;
}

const tickMs = 1_000;
/** The server sends a beat every 15 s. */
const silentAfterMs = 20_000;
const reopenAfterMs = 3_000;
const readAgainAfterMs = 5_000;
const streamIsOpen = 1;
const streamIsClosed = 2;

/**
 * The board as the server tells it: a snapshot, then numbered changes. While the stream is away the board
 * is asked for every few seconds, so it heals by itself and a wall between us and streams costs little.
 */
export class LiveBoard {
  private state: LiveState = { board: null, isLive: false, newsAt: null, clockOffset: 0 };
  private readonly listeners = new Set<() => void>();
  private stream: Stream | null = null;
  private isReading = false;
  private openedAt = 0;
  private readAt = 0;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly doors: Doors) {}

  readonly getState = (): LiveState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  start(): () => void {
    this.open();
    this.timer = setInterval(() => this.tick(), tickMs);
    const hurry = (): void => {
      this.open();
      void this.read();
    };
    window.addEventListener('online', hurry);
    return () => {
      window.removeEventListener('online', hurry);
      clearInterval(this.timer);
      this.stream?.close();
      this.stream = null;
    };
  }

  private tick(): void {
    const now = Date.now();
    const lastSign = Math.max(this.state.newsAt ?? 0, this.openedAt);
    const isSilent = now - lastSign >= silentAfterMs;
    if (this.state.isLive && now - (this.state.newsAt ?? 0) >= silentAfterMs) {
      this.set({ isLive: false });
    }
    const isClosed = this.stream === null || this.stream.readyState === streamIsClosed;
    // A connection that died without a word never reports an error.
    if (isSilent || (isClosed && now - this.openedAt >= reopenAfterMs)) this.open();
    const isDown = this.stream?.readyState !== streamIsOpen || isSilent;
    if (isDown && now - this.readAt >= readAgainAfterMs) void this.read();
  }

  private open(): void {
    this.stream?.close();
    this.openedAt = Date.now();
    const stream = this.doors.openStream();
    this.stream = stream;
    const on = (type: string, hear: (data: unknown) => void): void =>
      stream.addEventListener(type, (event) => {
        if (this.stream === stream) hear(parse(event.data));
      });
    on('snapshot', (data) => this.take((data as { board: Board }).board));
    on('change', (data) => this.change(data as { version: number; queues: BoardQueue[] }));
    on('beat', () => this.heard());
    // Says nothing of the reason: reading finds out whether we are still known.
    on('error', () => void this.read());
  }

  private change({ version, queues }: { version: number; queues: BoardQueue[] }): void {
    const { board } = this.state;
    if (board && version > board.version) {
      const changed = new Map(queues.map((queue) => [queue.rosterId, queue]));
      const isGap = version > board.version + 1;
      const merged = board.queues.map((queue) => changed.get(queue.rosterId) ?? queue);
      this.set({ board: { ...board, version, queues: merged } });
      if (isGap) void this.read();
    }
    this.heard();
  }

  /** A board that is read may be older than what the stream brought meanwhile. */
  private async read(): Promise<void> {
    if (this.isReading) return;
    this.isReading = true;
    this.readAt = Date.now();
    try {
      const board = await this.doors.readBoard();
      if (board.version >= (this.state.board?.version ?? 0)) this.take(board);
      else this.heard();
    } catch {
      // The next tick tries again; a refusal was told to those who listen for it.
    } finally {
      this.isReading = false;
    }
  }

  private take(board: Board): void {
    this.set({ board, clockOffset: Date.parse(board.at) - Date.now() });
    this.heard();
  }

  private heard(): void {
    this.set({ isLive: true, newsAt: Date.now() });
  }

  private set(change: Partial<LiveState>): void {
    this.state = { ...this.state, ...change };
    for (const tell of this.listeners) tell();
  }
}

function parse(data: string | undefined): unknown {
  // An error event carries nothing.
  return data ? (JSON.parse(data) as unknown) : undefined;
}
