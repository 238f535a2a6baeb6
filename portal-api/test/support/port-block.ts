import { randomInt } from 'node:crypto';
import net from 'node:net';
import { isFree } from '../../dev/postgres';

/** Below those from which the system serves connections that go out: nobody gets one by chance. */
const FIRST = 16_000;
const LAST = 32_000;
const SIZE = 32;

export interface PortBlock {
  ports: number[];
  /** Once nothing listens there any more. */
  release(): Promise<void>;
}

/**
 * Neighbouring ports for one product, which other tests will not take while it starts: whoever listens
 * on the first port of a block owns all of it.
 */
export async function claimPorts(count: number): Promise<PortBlock> {
  if (count >= SIZE) throw new Error(`a block has ${SIZE - 1} ports, not ${count}`);
  for (let tries = 0; tries < 500; tries++) {
    const first = FIRST + randomInt((LAST - FIRST) / SIZE) * SIZE;
    const claim = await listenOn(first);
    if (!claim) continue;
    const release = async (): Promise<void> => {
      await new Promise((resolve) => claim.close(resolve));
    };
    const ports = Array.from({ length: count }, (_, index) => first + 1 + index);
    const free = await Promise.all(ports.map((port) => isFree(port)));
    if (free.every(Boolean)) return { ports, release };
    await release();
  }
  throw new Error(`no block of ${count} ports is free from ${FIRST} to ${LAST}`);
}

function listenOn(port: number): Promise<net.Server | undefined> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(undefined));
    // A test that fails half-way need not end it: it ends with its process.
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(server.unref()));
  });
}
