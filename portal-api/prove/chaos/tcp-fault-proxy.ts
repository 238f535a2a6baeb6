import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * What happens to the traffic: `latency` delays every piece by `ms` each way; `reset` breaks every
 * connection once; `cut` breaks them and takes no new ones; `half-open` takes everything and passes
 * nothing on, as when a cable is pulled or a firewall forgets a connection.
 */
export type Fault = { kind: 'latency'; ms: number } | { kind: 'reset' | 'cut' | 'half-open' };

interface Pair {
  client: Socket;
  server: Socket;
}

/** Stands between a program and a server that listens on a port of this machine. */
export class TcpFaultProxy {
  private fault: Fault | undefined;
  private readonly pairs = new Set<Pair>();

  private constructor(
    private readonly server: Server,
    /** May be changed while it runs: the server came back elsewhere. */
    public target: number,
  ) {}

  static async start(target: number): Promise<TcpFaultProxy> {
    const server = createServer();
    const proxy = new TcpFaultProxy(server, target);
    server.on('connection', (client) => proxy.accept(client));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get connections(): number {
    return this.pairs.size;
  }

  /** From now on; `reset` only breaks what is open. */
  set(fault: Fault): void {
    if (fault.kind === 'reset') return this.breakAll();
    this.fault = fault;
    if (fault.kind === 'cut') this.breakAll();
  }

  /** New connections work again; those that lost bytes while they were half open are of no use any more. */
  heal(): void {
    const wasHalfOpen = this.fault?.kind === 'half-open';
    this.fault = undefined;
    if (wasHalfOpen) this.breakAll();
  }

  async close(): Promise<void> {
    this.breakAll();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private accept(client: Socket): void {
    if (this.fault?.kind === 'cut') {
      client.on('error', () => undefined);
      client.resetAndDestroy();
      return;
    }
    const server = connect({ port: this.target, host: '127.0.0.1', noDelay: true });
    const pair = { client, server };
    this.pairs.add(pair);
    for (const socket of [client, server]) {
      socket.on('error', () => this.drop(pair));
      socket.on('close', () => this.drop(pair));
    }
    this.pass(client, server);
    this.pass(server, client);
  }

  /** Bytes stay in order, also when the latency ends while some are under way. */
  private pass(from: Socket, to: Socket): void {
    const underWay: { bytes: Buffer; due: number }[] = [];
    const send = (): void => {
      for (let next = underWay[0]; next && next.due <= performance.now(); next = underWay[0]) {
        underWay.shift();
        if (!to.destroyed) to.write(next.bytes);
      }
      if (underWay[0]) setTimeout(send, Math.max(underWay[0].due - performance.now(), 1));
    };
    from.setNoDelay(true);
    from.on('data', (bytes: Buffer) => {
      if (this.fault?.kind === 'half-open') return;
      const delay = this.fault?.kind === 'latency' ? this.fault.ms : 0;
      if (!delay && underWay.length === 0) return void to.write(bytes);
      underWay.push({ bytes, due: performance.now() + delay });
      if (underWay.length === 1) setTimeout(send, delay);
    });
  }

  /** Of a half-open connection the other side does not hear that it ended. */
  private drop(pair: Pair): void {
    if (this.fault?.kind === 'half-open' || !this.pairs.delete(pair)) return;
    pair.client.destroy();
    pair.server.destroy();
  }

  private breakAll(): void {
    for (const { client, server } of [...this.pairs]) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
    this.pairs.clear();
  }
}
