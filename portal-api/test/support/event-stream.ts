import type { BoardEvent } from '@suizhen/contract';
import type { z } from 'zod';
import type { Credentials } from './app';

export type BoardNews = z.output<typeof BoardEvent>;

export interface OpenedStream {
  status: number;
  headers: Headers;
  /** Everything that came, comments and all. */
  text: () => string;
  events: { id: number; at: number; data: BoardNews }[];
  /** The first event, seen or to come, that fits. */
  until(fits: (event: BoardNews) => boolean, withinMs?: number): Promise<BoardNews>;
  /** Resolves when the server ends it. */
  ended: Promise<void>;
  close(): void;
}

/** Reads server-sent events as a browser does. */
export async function openStream(url: string, as: Credentials): Promise<OpenedStream> {
  const abort = new AbortController();
  const response = await fetch(`${url}/api/board/stream`, { headers: as, signal: abort.signal });
  const events: OpenedStream['events'] = [];
  let text = '';
  let waiting: (() => void)[] = [];
  const read = async () => {
    let rest = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      rest += chunk;
      const blocks = rest.split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (data === undefined) continue;
        const id = Number(/^id: (\d+)$/m.exec(block)?.[1]);
        events.push({ id, at: performance.now(), data: JSON.parse(data) as BoardNews });
      }
      for (const wake of waiting.splice(0)) wake();
    }
  };
  const ended = read()
    .catch(() => undefined)
    .then(() => {
      for (const wake of waiting.splice(0)) wake();
    });
  const until: OpenedStream['until'] = async (fits, withinMs = 15_000) => {
    const deadline = performance.now() + withinMs;
    for (;;) {
      const found = events.find(({ data }) => fits(data));
      if (found) return found.data;
      const left = deadline - performance.now();
      if (left <= 0)
        throw new Error(`nothing that fits within ${withinMs} ms: ${text.slice(-400)}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  };
  waiting = [];
  return {
    status: response.status,
    headers: response.headers,
    text: () => text,
    events,
    until,
    ended,
    close: () => abort.abort(),
  };
}
