import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { addressCheck } from './allowed-addresses';
import { type Frame, frame, largestMessage, MllpFramer } from './mllp-framer';

/** @returns the answer, null for none. Where it throws, the connection breaks: the sender will come again. */
export type FrameHandler = (frame: Frame) => Promise<Buffer | null>;

export interface ListenerOptions {
  port: number;
  allowedAddresses: readonly string[];
  limitBytes?: number;
  /** Silence between messages; a peer that vanished without a word is given up. */
  idleMs?: number;
  /** Silence in the middle of a message. */
  stalledMs?: number;
  mostConnections?: number;
}

const defaults = {
  limitBytes: largestMessage,
  idleMs: 10 * 60_000,
  stalledMs: 60_000,
  mostConnections: 64,
};

/** The door for systems that push: messages of one connection are answered one after the other, in order. */
export class MllpListener {
  private readonly connections = new Set<Connection>();
  private readonly options: Required<ListenerOptions>;
  private readonly isAllowed: (address: string) => boolean;
  private server: Server | undefined;

  constructor(
    options: ListenerOptions,
    private readonly handle: FrameHandler,
  ) {
    this.options = { ...defaults, ...options };
    this.isAllowed = addressCheck(options.allowedAddresses);
  }

  /** @returns the port, which the machine chose where 0 was asked for */
  async open(): Promise<number> {
    // Half open: whoever says "that was all" behind a message still gets the answer to it.
    const server = createServer({ allowHalfOpen: true, keepAlive: true }, (socket) =>
      this.welcome(socket),
    );
    server.maxConnections = this.options.mostConnections;
    const { port, allowedAddresses } = this.options;
    // Where only this machine is heard the door does not even open to others.
    const place = allowedAddresses.length > 0 ? { port } : { port, host: '127.0.0.1' };
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(place, () => {
        server.off('error', reject);
        // Too many open files: nobody new comes in, and the others stay.
        server.on('error', () => undefined);
        resolve();
      });
    });
    this.server = server;
    return (server.address() as AddressInfo).port;
  }

  /** What is being stored is still answered. */
  async close(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (!server) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    await Promise.all([...this.connections].map((connection) => connection.finish()));
    await closed;
  }

  private welcome(socket: Socket): void {
    if (!this.isAllowed(socket.remoteAddress ?? '')) {
      socket.destroy();
      return;
    }
    const connection = new Connection(socket, this.options, this.handle);
    this.connections.add(connection);
    socket.once('close', () => this.connections.delete(connection));
  }
}

class Connection {
  private readonly framer: MllpFramer;
  /** The handling under way; packets wait in the kernel meanwhile. */
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly socket: Socket,
    private readonly options: Required<ListenerOptions>,
    private readonly handle: FrameHandler,
  ) {
    this.framer = new MllpFramer(options.limitBytes);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('timeout', () => socket.destroy());
    socket.on('data', (packet) => this.take(packet));
    socket.on('end', () => void this.work.finally(() => socket.end()));
    socket.setTimeout(options.idleMs);
  }

  async finish(): Promise<void> {
    this.socket.pause();
    await this.work;
    this.socket.destroySoon();
  }

  private take(packet: Buffer): void {
    const frames = this.framer.push(packet);
    this.socket.setTimeout(this.framer.isWaiting ? this.options.stalledMs : this.options.idleMs);
    if (frames.length === 0) return;
    this.socket.pause();
    this.work = this.answer(frames);
  }

  private async answer(frames: readonly Frame[]): Promise<void> {
    // Storing takes as long as it takes; only the other side's silence counts.
    const patience = this.socket.timeout ?? this.options.idleMs;
    this.socket.setTimeout(0);
    try {
      for (const each of frames) {
        const answer = await this.handle(each);
        if (this.socket.destroyed) return;
        if (answer) this.socket.write(frame(answer));
      }
      this.socket.setTimeout(patience);
      this.socket.resume();
    } catch {
      this.socket.destroy();
    }
  }
}
