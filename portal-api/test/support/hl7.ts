import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import {
  Hl7Adapter,
  type Hl7Options,
  type Hl7Timing,
} from '../../src/adapters/his-hl7/hl7-adapter';
import { Hl7Message } from '../../src/adapters/his-hl7/message';
import { frame, MllpFramer } from '../../src/adapters/his-hl7/mllp-framer';
import type { RawItem, Receive } from '../../src/modules/integration';

/** A laboratory that may come from anywhere; nobody to send to. */
export const hl7Options: Hl7Options = {
  systemCode: 'lis-1',
  listenPort: 0,
  host: '',
  port: null,
  encoding: 'utf-8',
  sendingApplication: 'SUIZHEN',
  allowedAddresses: [],
  processingIds: ['P'],
};
const closing: (() => Promise<unknown> | void)[] = [];

/** Call after each test: whatever was opened is closed, the last first. */
export async function closeLines(): Promise<void> {
  for (const close of closing.splice(0).reverse()) await close();
}

/** A message of the laboratory with one report of one item. */
export function oru(id: string, changes: { charset?: string; msh?: string; name?: string } = {}) {
  return [
    changes.msh ??
      `MSH|^~\\&|LIS|HOSP|SUIZHEN|HOSP|20260301090000||ORU^R01^ORU_R01|${id}|P|2.4||||||${changes.charset ?? ''}`,
    `PID|1||P100||${changes.name ?? '张三'}||19800101|F`,
    'OBR|1||L1|BRT^血常规|||20260301070000',
    'OBX|1|NM|WBC^白细胞||5.2|10*9/L|3.5-9.5||||F',
    '',
  ].join('\r');
}

/** A door that is open, and what came through it. */
export async function aDoor(
  changes: Partial<Hl7Options> = {},
  timing?: Hl7Timing,
  store?: Receive,
) {
  const kept: RawItem[] = [];
  const adapter = new Hl7Adapter({ ...hl7Options, ...changes }, timing);
  const seen = new Set<string>();
  const receive: Receive =
    store ??
    (async (items) =>
      items.map((item) => {
        const key = `${item.externalId} ${item.version}`;
        const outcome = seen.has(key) ? 'repeated' : 'stored';
        seen.add(key);
        if (outcome === 'stored') kept.push(item);
        return outcome;
      }));
  const port = (await adapter.open(receive))!;
  closing.push(() => adapter.close());
  return { adapter, port, kept };
}

/** The other end of a line: writes bytes, reads messages. */
export class Line {
  readonly socket: Socket;
  private readonly framer = new MllpFramer();
  private readonly arrived: string[] = [];
  isClosed = false;

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.socket.on('data', (packet) => {
      for (const each of this.framer.push(packet)) {
        if (each.kind === 'message') this.arrived.push(each.content.toString('utf8'));
      }
    });
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => (this.isClosed = true));
    closing.push(() => void this.socket.destroy());
  }

  send(content: string | Buffer): void {
    this.socket.write(frame(Buffer.from(content)));
  }

  async answer(): Promise<Hl7Message> {
    for (let waited = 0; waited < 10_000; waited += 5) {
      const text = this.arrived.shift();
      if (text !== undefined) return Hl7Message.parse(text, 'utf-8');
      await sleep(5);
    }
    throw new Error('no answer');
  }

  async code(): Promise<string> {
    const msa = (await this.answer()).first('MSA')!;
    return `${msa.text(1)} ${msa.text(2)}`;
  }

  async closed(): Promise<void> {
    for (let waited = 0; waited < 5_000 && !this.isClosed; waited += 10) await sleep(10);
    expect(this.isClosed).toBe(true);
  }
}

type Reply = (message: Hl7Message, socket: Socket) => void;

/**
 * A HIS that does what the test says.
 * @param answerMs for how long it is waited for: short only where it is silent on purpose
 */
export async function aHis(reply: Reply, answerMs = 10_000) {
  const received: Hl7Message[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    const framer = new MllpFramer();
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (packet) => {
      for (const each of framer.push(packet)) {
        if (each.kind !== 'message') continue;
        const message = Hl7Message.parse(each.content.toString(), 'utf-8');
        received.push(message);
        reply(message, socket);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  const adapter = new Hl7Adapter(
    { ...hl7Options, listenPort: null, host: '127.0.0.1', port },
    { sender: { answerMs } },
  );
  closing.push(() => adapter.close());
  return { adapter, received };
}
