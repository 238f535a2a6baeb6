import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Destroy, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError, KernelContext } from '../../../kernel';
import type { PdfDocument } from './pdf-document';
import type { PdfAnswer, PdfOrder } from './pdf-thread';

/** More than wait here would wait longer than anybody looks at an hourglass. */
const mostWaiting = 40;
const timeoutMs = 30_000;
/** The fonts stay in memory for as long as somebody may come next. */
const idleMs = 120_000;

interface Waiting {
  resolve(pdf: Buffer): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
}

/** Makes PDFs beside the event loop: drawing one takes as long as answering a hundred requests. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PdfPress {
  @Inject()
  kernelContext: KernelContext;

  private thread: Worker | undefined;
  private idle: NodeJS.Timeout | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private next = 1;

  /** @throws UNAVAILABLE when too many wait, or the drawing does not end */
  print(document: PdfDocument): Promise<Buffer> {
    if (this.waiting.size >= mostWaiting) {
      return Promise.reject(new AppError('UNAVAILABLE', { retryAfterSeconds: 10 }));
    }
    clearTimeout(this.idle);
    const thread = (this.thread ??= this.start());
    const id = this.next++;
    return new Promise<Buffer>((resolve, reject) => {
      const timer = setTimeout(() => this.fail('too slow'), timeoutMs);
      this.waiting.set(id, { resolve, reject, timer });
      thread.postMessage({ id, document } satisfies PdfOrder);
    });
  }

  @Destroy()
  async close(): Promise<void> {
    clearTimeout(this.idle);
    const { thread } = this;
    this.thread = undefined;
    await thread?.terminate();
  }

  private start(): Worker {
    const thread = new Worker(...entry());
    // A thread that draws nothing must not keep the process.
    thread.unref();
    thread.on('message', (answer: PdfAnswer) => this.take(answer));
    thread.on('error', (error) => this.fail(error.message));
    thread.on('exit', () => {
      if (this.thread === thread) this.fail('ended');
    });
    return thread;
  }

  private take({ id, pdf, fault }: PdfAnswer): void {
    const order = this.waiting.get(id);
    if (!order) return;
    this.waiting.delete(id);
    clearTimeout(order.timer);
    if (pdf) order.resolve(Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength));
    else order.reject(new Error(`PDF was not drawn: ${fault}`));
    if (this.waiting.size === 0) {
      this.idle = setTimeout(() => void this.close(), idleMs);
      this.idle.unref();
    }
  }

  /** All who wait are told; the next one gets a fresh thread. */
  private fail(reason: string): void {
    this.kernelContext.logger.error({ reason }, 'the PDF thread failed');
    const orders = [...this.waiting.values()];
    this.waiting.clear();
    for (const order of orders) {
      clearTimeout(order.timer);
      order.reject(new AppError('UNAVAILABLE', { retryAfterSeconds: 5 }));
    }
    void this.close();
  }
}

/** As built; where the sources themselves run, they are read as they are. */
function entry(): ConstructorParameters<typeof Worker> {
  const built = join(__dirname, 'pdf-thread.js');
  if (existsSync(built)) return [built];
  return [join(__dirname, 'pdf-thread.ts'), { execArgv: ['--require', 'tsx/cjs'] }];
}
