import { PassThrough } from 'node:stream';
import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Context } from '@midwayjs/koa';

/** So that proxies, we ourselves and the page notice a connection that is gone. */
const beatMs = 15_000;
/** An event and not a comment: a comment keeps the connection, but the page never learns of it. */
const beatEvent = 'event: beat\ndata: {}\n\n';
/** How long a page waits before it comes back. */
const retryMs = 2_000;
/** Who reads more slowly than this piles up is let go: it comes back and begins with a snapshot. */
const mostUnreadBytes = 1_000_000;

export interface StreamedEvent {
  event: string;
  id: number;
  data: unknown;
}

/** Server-sent events to one client. Ends when either side goes, or when the process is drained. */
export class EventStream {
  private readonly body = new PassThrough();
  private readonly beat: NodeJS.Timeout;
  private readonly onEnd: (() => void)[] = [];
  private hasEnded = false;
  private cut: () => void = () => undefined;

  constructor() {
    this.body.write(`retry: ${retryMs}\n\n`);
    this.beat = setInterval(() => this.write(beatEvent), beatMs);
    this.beat.unref();
    this.body.once('close', () => this.end());
    this.body.on('error', () => this.end());
  }

  /** Makes it the answer of a request. */
  attach(ctx: Context): PassThrough {
    ctx.status = 200;
    ctx.type = 'text/event-stream';
    // nginx would collect the events and hand them over by the page.
    ctx.set('X-Accel-Buffering', 'no');
    ctx.req.socket.setNoDelay(true);
    ctx.res.once('close', () => this.end());
    this.cut = () => ctx.res.destroy();
    if (ctx.method === 'HEAD' || ctx.res.destroyed) this.end();
    return this.body;
  }

  send({ event, id, data }: StreamedEvent): void {
    this.write(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** Runs once, when it has ended for whatever reason. */
  whenEnded(work: () => void): void {
    if (this.hasEnded) work();
    else this.onEnd.push(work);
  }

  end(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    clearInterval(this.beat);
    this.body.end();
    for (const work of this.onEnd) work();
  }

  private write(text: string): void {
    if (this.hasEnded) return;
    if (this.body.writableLength + this.body.readableLength > mostUnreadBytes) {
      this.end();
      this.cut();
      return;
    }
    this.body.write(text);
  }
}

/** The open streams of this process. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class EventStreams {
  private readonly streams = new Set<EventStream>();
  private isDraining = false;

  open(): EventStream {
    const stream = new EventStream();
    this.streams.add(stream);
    stream.whenEnded(() => this.streams.delete(stream));
    if (this.isDraining) stream.end();
    return stream;
  }

  endAll(): void {
    this.isDraining = true;
    for (const stream of [...this.streams]) stream.end();
  }
}
