import { connect, type Socket } from 'node:net';
import { realTime } from '../../kernel';
import { decodeStrictly, type Encoding } from './charset';
import { type Acknowledgement, readAcknowledgement } from './acknowledgement';
import { frame, MllpFramer } from './mllp-framer';

export interface SenderOptions {
  host: string;
  port: number;
  encoding: Encoding;
  connectMs?: number;
  /** How long an answer is waited for. */
  answerMs?: number;
  /** An unused connection is ended: many a HIS keeps a place for each. */
  idleMs?: number;
}

/** `silence`: sent, or perhaps sent, and nobody knows what became of it. */
export type SendResult =
  | { kind: 'answer'; acknowledgement: Acknowledgement }
  | { kind: 'silence'; reason: 'timeout' | 'broken' };

/** Nothing was sent. The code is the machine's (ECONNREFUSED, …). */
class Unreachable extends Error {
  override readonly name = 'Unreachable';

  constructor(readonly code: string) {
    super('nobody takes the message');
  }
}

interface InFlight {
  controlId: string;
  settle(result: SendResult): void;
}

const answerLimit = 1024 * 1024;
/** Who waited this long behind messages without an answer comes again later. */
const longestQueueMs = 30_000;

/** One connection, one message on it at a time: the next goes when the last is answered or given up. */
export class MllpSender {
  private readonly options: Required<SenderOptions>;
  private socket: Socket | undefined;
  private framer = new MllpFramer(answerLimit);
  private inFlight: InFlight | undefined;
  private isClosed = false;
  private queue: Promise<unknown> = Promise.resolve();

  constructor(options: SenderOptions) {
    this.options = { connectMs: 5_000, answerMs: 15_000, idleMs: 5 * 60_000, ...options };
  }

  /** @throws Unreachable */
  send(controlId: string, content: Buffer): Promise<SendResult> {
    const since = realTime.now().getTime();
    const sent = this.queue.then(() => {
      if (this.isClosed) throw new Unreachable('CLOSED');
      if (realTime.now().getTime() - since > longestQueueMs) throw new Unreachable('BUSY');
      return this.exchange(controlId, content);
    });
    this.queue = sent.catch(() => undefined);
    return sent;
  }

  /** @throws Unreachable */
  async probe(): Promise<void> {
    (await this.dial()).destroy();
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.drop(this.socket, 'broken');
    await this.queue;
    this.drop(this.socket, 'broken');
  }

  private async exchange(controlId: string, content: Buffer): Promise<SendResult> {
    const socket = await this.connected();
    return new Promise((resolve) => {
      // A late answer on the same connection would be taken for the next one's: it is closed.
      const timer = setTimeout(() => this.drop(socket, 'timeout'), this.options.answerMs);
      this.inFlight = {
        controlId,
        settle: (result) => {
          clearTimeout(timer);
          this.inFlight = undefined;
          resolve(result);
        },
      };
      if (socket.destroyed) this.drop(socket, 'broken');
      else socket.write(frame(content));
    });
  }

  private async connected(): Promise<Socket> {
    if (this.socket && !this.socket.destroyed && this.socket.writable) return this.socket;
    const socket = await this.dial();
    this.socket = socket;
    this.framer = new MllpFramer(answerLimit);
    socket.on('data', (packet) => this.take(socket, packet));
    socket.on('end', () => this.drop(socket, 'broken'));
    socket.on('close', () => this.drop(socket, 'broken'));
    socket.on('timeout', () => {
      if (!this.inFlight) socket.destroy();
    });
    socket.setTimeout(this.options.idleMs);
    return socket;
  }

  private dial(): Promise<Socket> {
    const { host, port, connectMs } = this.options;
    return new Promise((resolve, reject) => {
      const socket = connect({ host, port, keepAlive: true, noDelay: true });
      const timer = setTimeout(() => socket.destroy(new Unreachable('ETIMEDOUT')), connectMs);
      // Stays for the socket's whole life: an error without a listener would end the process.
      socket.on('error', (error) => {
        clearTimeout(timer);
        reject(new Unreachable((error as NodeJS.ErrnoException).code ?? 'ECONNFAILED'));
      });
      socket.once('connect', () => {
        clearTimeout(timer);
        resolve(socket);
      });
    });
  }

  private take(socket: Socket, packet: Buffer): void {
    if (socket !== this.socket) return;
    for (const each of this.framer.push(packet)) {
      if (each.kind !== 'message') continue;
      const text = decodeStrictly(each.content, this.options.encoding);
      const acknowledgement = readAcknowledgement(text ?? each.content.toString('latin1'));
      // Anything else is not the answer that is waited for: an older one, or a message of theirs.
      if (acknowledgement && acknowledgement.controlId === this.inFlight?.controlId) {
        this.inFlight.settle({ kind: 'answer', acknowledgement });
      }
    }
  }

  private drop(socket: Socket | undefined, reason: 'timeout' | 'broken'): void {
    if (!socket) return;
    socket.destroy();
    if (socket !== this.socket) return;
    this.socket = undefined;
    this.inFlight?.settle({ kind: 'silence', reason });
  }
}
