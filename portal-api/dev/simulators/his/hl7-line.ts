/** The sending half of a LIS: one connection, one message at a time, again until it is answered. */
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { readAcknowledgement } from '../../../src/adapters/his-hl7/acknowledgement';
import { frame, MllpFramer } from '../../../src/adapters/his-hl7/mllp-framer';

export interface Target {
  host: string;
  port: number;
}

export interface Hl7Answer {
  /** AA, AE or AR. */
  code: string;
  text: string;
}

/** How the bytes go out: as they should, or as they do on bad days. */
export interface Manner {
  /** In so many packets, a little apart. */
  packets?: number;
  /** Wrongly framed bytes before it. */
  garbage?: boolean;
}

export class Hl7Line {
  private socket: Socket | undefined;
  private waiting: ((answer: Buffer | null) => void) | undefined;
  /** Answers that came before anybody asked. */
  private readonly early: Buffer[] = [];
  private queue: Promise<unknown> = Promise.resolve();
  private isClosed = false;

  constructor(
    private target: Target,
    private readonly answerMs = 3_000,
  ) {}

  pointTo(target: Target): void {
    this.target = target;
    this.socket?.destroy();
  }

  /** @returns null when nobody answered until `patienceMs` was over */
  deliver(content: Buffer, patienceMs: number, manner: Manner = {}): Promise<Hl7Answer | null> {
    const delivered = this.queue.then(async () => {
      const end = Date.now() + patienceMs;
      do {
        const answer = await this.attempt(content, manner);
        if (answer || this.isClosed) return answer;
        await sleep(100);
      } while (Date.now() < end);
      return null;
    });
    this.queue = delivered.catch(() => undefined);
    return delivered;
  }

  /** Several messages in one packet; answers in order, null where none came. */
  deliverTogether(contents: readonly Buffer[]): Promise<(Hl7Answer | null)[]> {
    const delivered = this.queue.then(async () => {
      const socket = await this.connected().catch(() => null);
      if (!socket) return contents.map(() => null);
      const first = this.nextAnswer();
      socket.write(Buffer.concat(contents.map((content) => frame(content))));
      const answers = [await first];
      while (answers.length < contents.length) answers.push(await this.nextAnswer());
      return answers;
    });
    this.queue = delivered.catch(() => undefined);
    return delivered;
  }

  close(): void {
    this.isClosed = true;
    this.socket?.destroy();
  }

  private async attempt(content: Buffer, manner: Manner): Promise<Hl7Answer | null> {
    const socket = await this.connected().catch(() => null);
    if (!socket) return null;
    const answer = this.nextAnswer();
    if (manner.garbage) socket.write('\r\nnoise\x1c\r');
    await writeInPackets(socket, frame(content), manner.packets ?? 1);
    const code = await answer;
    // Without an answer the line counts as dead, as it does for a real LIS.
    if (!code) socket.destroy();
    return code;
  }

  private nextAnswer(): Promise<Hl7Answer | null> {
    const come = this.early.shift();
    if (come) return Promise.resolve(answerOf(come));
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle(null), this.answerMs);
      const settle = (answer: Buffer | null) => {
        clearTimeout(timer);
        this.waiting = undefined;
        resolve(answer && answerOf(answer));
      };
      this.waiting = settle;
    });
  }

  private connected(): Promise<Socket> {
    if (this.socket && !this.socket.destroyed) return Promise.resolve(this.socket);
    return new Promise((resolve, reject) => {
      const socket = connect({ ...this.target, noDelay: true });
      const framer = new MllpFramer();
      socket.on('error', reject);
      socket.on('data', (packet) => {
        for (const each of framer.push(packet)) {
          if (each.kind !== 'message') continue;
          if (this.waiting) this.waiting(each.content);
          else this.early.push(each.content);
        }
      });
      socket.on('end', () => socket.destroy());
      socket.on('close', () => socket === this.socket && this.waiting?.(null));
      socket.once('connect', () => {
        this.early.length = 0;
        this.socket = socket;
        resolve(socket);
      });
    });
  }
}

function answerOf(content: Buffer): Hl7Answer | null {
  const answer = readAcknowledgement(content.toString('utf8'));
  return answer && { code: answer.code, text: answer.text };
}

async function writeInPackets(socket: Socket, bytes: Buffer, packets: number): Promise<void> {
  const size = Math.max(1, Math.ceil(bytes.length / packets));
  for (let from = 0; from < bytes.length; from += size) {
    socket.write(bytes.subarray(from, from + size));
    if (packets > 1) await sleep(2);
  }
}
