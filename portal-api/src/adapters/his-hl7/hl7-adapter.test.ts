import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { OutboundPayload, RawItem, Receive } from '../../modules/integration';
import { encodeText } from './charset';
import { Hl7Adapter, type Hl7Options, type Hl7Timing } from './hl7-adapter';
import { Hl7Message } from './message';
import { frame, MllpFramer } from './mllp-framer';
import { controlIdOf } from './outbound-messages';

const options: Hl7Options = {
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
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function oru(
  id: string,
  changes: { charset?: string; msh?: string; name?: string; obx?: string } = {},
) {
  return [
    changes.msh ??
      `MSH|^~\\&|LIS|HOSP|SUIZHEN|HOSP|20260301090000||ORU^R01^ORU_R01|${id}|P|2.4||||||${changes.charset ?? ''}`,
    `PID|1||P100||${changes.name ?? '张三'}||19800101|F`,
    'OBR|1||L1|BRT^血常规|||20260301070000',
    changes.obx ?? 'OBX|1|NM|WBC^白细胞||5.2|10*9/L|3.5-9.5||||F',
    '',
  ].join('\r');
}

/** A door that is open, and what came through it. */
async function aDoor(changes: Partial<Hl7Options> = {}, timing?: Hl7Timing, store?: Receive) {
  const kept: RawItem[] = [];
  const adapter = new Hl7Adapter({ ...options, ...changes }, timing);
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
class Line {
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

describe('what comes in', () => {
  it('is kept and answered AA', async () => {
    const { port, kept } = await aDoor();
    const line = new Line(port);
    line.send(oru('M1'));
    const answer = await line.answer();
    expect(answer.first('MSA')!.text(1)).toBe('AA');
    expect(answer.first('MSA')!.text(2)).toBe('M1');
    expect([answer.header.text(3), answer.header.text(5), answer.header.text(9)]).toEqual([
      'SUIZHEN',
      'LIS',
      'ACK',
    ]);
    expect(answer.header.text(12)).toBe('2.4');
    expect(kept[0]).toMatchObject({
      kind: 'ORU^R01',
      externalId: 'LIS/M1',
      orderKey: 'P100',
      encoding: 'utf-8',
      changedAt: new Date('2026-03-01T01:00:00Z'),
    });
    expect(kept[0]!.content.toString()).toBe(oru('M1'));
  });

  it('may come byte by byte, several in a packet, with garbage between, and is answered in order', async () => {
    const { port, kept } = await aDoor();
    const line = new Line(port);
    for (const byte of frame(Buffer.from(oru('M1')))) line.socket.write(Buffer.from([byte]));
    line.socket.write(
      Buffer.concat([
        Buffer.from('\r\nnoise'),
        frame(Buffer.from(oru('M2'))),
        frame(Buffer.from(oru('M3'))),
      ]),
    );
    expect([await line.code(), await line.code(), await line.code()]).toEqual([
      'AA M1',
      'AA M2',
      'AA M3',
    ]);
    expect(kept).toHaveLength(3);
  });

  it('comes again and is answered AA again, kept once; also with a new time of sending', async () => {
    const { port, kept } = await aDoor();
    const line = new Line(port);
    const again = oru('M1').replace('20260301090000', '20260301090500');
    for (const each of [oru('M1'), oru('M1'), again]) line.send(each);
    expect([await line.code(), await line.code(), await line.code()]).toEqual([
      'AA M1',
      'AA M1',
      'AA M1',
    ]);
    expect(kept).toHaveLength(1);
  });

  it('is told apart when a number is used twice for different contents', async () => {
    const { port, kept } = await aDoor();
    const line = new Line(port);
    line.send(oru('M1'));
    line.send(oru('M1', { name: '李四' }));
    await line.code();
    await line.code();
    expect(new Set(kept.map((item) => item.version)).size).toBe(2);
  });

  it('may be GB18030, declared or configured, and is answered in it', async () => {
    const { port, kept, adapter } = await aDoor();
    const line = new Line(port);
    line.send(encodeText(oru('M1', { charset: 'GB 18030-2000', name: '张䶮' }), 'gb18030'));
    expect(await line.code()).toBe('AA M1');
    expect(kept[0]!.encoding).toBe('gb18030');
    const [item] = adapter.read(kept[0]!).items;
    expect(item?.type === 'report' && item.patient.patient?.name).toBe('张䶮');

    const configured = await aDoor({ encoding: 'gb18030' });
    const other = new Line(configured.port);
    other.send(encodeText(oru('M2'), 'gb18030'));
    expect(await other.code()).toBe('AA M2');
  });

  const unreadable: [string, Buffer][] = [
    ['a wrong encoding', encodeText(oru('M1', { charset: 'UNICODE UTF-8' }), 'gb18030')],
    ['a broken segment', Buffer.from(`${oru('M1')}nonsense`)],
    ['a missing segment', Buffer.from(oru('M1').replace(/OBR.*/s, ''))],
    ['an absurd date', Buffer.from(oru('M1').replace('19800101', '20261345'))],
  ];
  it.each(unreadable)('is kept and answered AE: %s', async (_, content) => {
    const { port, kept, adapter } = await aDoor();
    const line = new Line(port);
    line.send(content);
    line.send(oru('M2'));
    const answer = await line.answer();
    expect([answer.first('MSA')!.text(1), answer.first('MSA')!.text(2)]).toEqual(['AE', 'M1']);
    expect(answer.first('ERR')!.text(8)).not.toBe('');
    expect(answer.segments.map((segment) => segment.whole(3)).join()).not.toContain('张三');
    expect(await line.code()).toBe('AA M2');
    expect(kept).toHaveLength(2);
    expect(() => adapter.read(kept[0]!)).toThrow();
  });

  it('has no header: AE without a number, and kept', async () => {
    const { port, kept } = await aDoor();
    const line = new Line(port);
    line.send('complete nonsense');
    expect(await line.code()).toBe('AE ');
    expect(kept[0]!.kind).toBe('?');
  });

  it.each([
    ['another type', 'MSH|^~\\&|LIS||||20260301||ADT^A02|M1|P|2.4'],
    ['another version', 'MSH|^~\\&|LIS||||20260301||ORU^R01|M1|P|3.1'],
    ['training', 'MSH|^~\\&|LIS||||20260301||ORU^R01|M1|T|2.4'],
    ['debugging', 'MSH|^~\\&|LIS||||20260301||ORU^R01|M1|D|2.4'],
  ])('is not for us and answered AR: %s', async (_, msh) => {
    const { port } = await aDoor();
    const line = new Line(port);
    line.send(oru('M1', { msh }));
    expect(await line.code()).toBe('AR M1');
  });

  it('has no end of segments: AR, without being read through', async () => {
    const { port } = await aDoor();
    const line = new Line(port);
    line.send(oru('M1') + '\rOBX|1|NM|K^钾||4.1'.repeat(50_000));
    line.send(oru('M2'));
    expect([await line.code(), await line.code()]).toEqual(['AR M1', 'AA M2']);
  });

  it('may be training where that is allowed', async () => {
    const { port } = await aDoor({ processingIds: ['P', 'T'] });
    const line = new Line(port);
    line.send(oru('M1', { msh: 'MSH|^~\\&|LIS||||20260301||ORU^R01|M1|T|2.4' }));
    expect(await line.code()).toBe('AA M1');
  });

  it('an answer is not answered', async () => {
    const { port, kept } = await aDoor();
    const line = new Line(port);
    line.send('MSH|^~\\&|LIS||||20260301||ACK^R01|M1|P|2.4\rMSA|AA|X');
    line.send(oru('M2'));
    expect(await line.code()).toBe('AA M2');
    expect(kept).toHaveLength(1);
  });

  it('is larger than 50 MB: AR, not held in memory, seen, and the next one counts', async () => {
    const { port, kept, adapter } = await aDoor();
    const line = new Line(port);
    const before = process.memoryUsage().arrayBuffers;
    const chunk = Buffer.alloc(1024 * 1024, 'A');
    let most = 0;
    line.socket.write(Buffer.from(`\x0b${oru('M1')}OBX|2|TX|X||`));
    for (let sent = 0; sent < 200; sent++) {
      if (!line.socket.write(chunk))
        await new Promise((drained) => line.socket.once('drain', drained));
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }
    line.socket.write(Buffer.from([0x1c, 0x0d]));
    expect(await line.code()).toBe('AR M1');
    line.send(oru('M2'));
    expect(await line.code()).toBe('AA M2');
    expect(most).toBeLessThan(120 * 1024 * 1024);
    expect(kept[0]!.content.length).toBeLessThan(8_192);
    expect(() => adapter.read(kept[0]!)).toThrow(/消息有 \d+ MB/);
  });

  it('is not answered when it could not be kept: the sender comes again', async () => {
    let isDown = true;
    const { port } = await aDoor({}, {}, async (items) => {
      if (isDown) throw new Error('database is down');
      return items.map(() => 'stored');
    });
    const line = new Line(port);
    line.send(oru('M1'));
    await line.closed();
    isDown = false;
    const next = new Line(port);
    next.send(oru('M1'));
    expect(await next.code()).toBe('AA M1');
  });

  it('is answered also to whoever has said that this was all', async () => {
    const { port } = await aDoor();
    const line = new Line(port);
    line.send(oru('M1'));
    line.socket.end();
    expect(await line.code()).toBe('AA M1');
    await line.closed();
  });
});

describe('the door', () => {
  it('hears only who is named', async () => {
    const { port, kept } = await aDoor({ allowedAddresses: ['10.0.0.0/8', '192.168.1.7'] });
    const line = new Line(port);
    line.send(oru('M1'));
    await line.closed();
    expect(kept).toEqual([]);
    const open = await aDoor({ allowedAddresses: ['127.0.0.0/8'] });
    const other = new Line(open.port);
    other.send(oru('M1'));
    expect(await other.code()).toBe('AA M1');
  });

  it('does not take settings that mean nothing', () => {
    expect(() => new Hl7Adapter({ ...options, allowedAddresses: ['lis.local'] })).toThrow(
      '允许的地址',
    );
    expect(() => new Hl7Adapter({ ...options, host: 'his.local' })).toThrow('对方端口');
  });

  it('closes on silence, sooner in the middle of a message', async () => {
    const { port } = await aDoor({}, { listener: { idleMs: 400, stalledMs: 80 } });
    const [idle, stalled] = [new Line(port), new Line(port)];
    stalled.socket.write('\x0bMSH|^~');
    await stalled.closed();
    expect(idle.isClosed).toBe(false);
    await idle.closed();
  });

  it('answers what it is keeping before it closes', async () => {
    const { adapter, port } = await aDoor({}, {}, async (items) => {
      await sleep(100);
      return items.map(() => 'stored');
    });
    const line = new Line(port);
    line.send(oru('M1'));
    await sleep(50);
    const closed = adapter.close();
    expect(await line.code()).toBe('AA M1');
    await closed;
  });
});

const payload: OutboundPayload = {
  kind: 'appointment',
  messageId: '0190f000-0000-7000-8000-000000000001',
  isNew: true,
  patient: {
    id: '0190f000-0000-7000-8000-00000000000a',
    externalId: 'P100',
    name: '张三',
    gender: 'female',
    birthDate: '1949-12-31',
    identityType: 'resident-id',
    identityNumber: '11010519491231002X',
    phone: '13800001234',
    cardNumber: 'K1',
  },
  appointment: {
    id: '0190f000-0000-7000-8000-00000000000b',
    externalId: null,
    appointmentNo: 'AP1',
    status: 'booked',
    startsAt: new Date('2026-03-02T00:30:00Z'),
    endsAt: new Date('2026-03-02T00:45:00Z'),
    departmentCode: '0301',
    departmentName: '内科',
    doctorCode: '2001',
    doctorName: '李医生',
    feeFen: 2500,
    reason: '',
    checkedInAt: null,
  },
};

type Reply = (message: Hl7Message, socket: Socket) => void;

/** A HIS that does what the test says. */
async function aHis(reply: Reply) {
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
    { ...options, listenPort: null, host: '127.0.0.1', port },
    { sender: { answerMs: 150 } },
  );
  closing.push(() => adapter.close());
  return { adapter, received };
}

const ack = (message: Hl7Message, code: string, more = '', id = message.header.text(10)) =>
  frame(Buffer.from(`MSH|^~\\&|HIS|||||| ACK|A1|P|2.5\rMSA|${code}|${id}|${more}\r`));

describe('what goes out', () => {
  it('is acknowledged, with the numbers that the other side tells', async () => {
    const { adapter, received } = await aHis((message, socket) => {
      const numbers = 'MSA|AA|' + message.header.text(10) + '\rPID|1||P100^^^^MR\rSCH|AP1|H77\r';
      socket.write(frame(Buffer.from(`MSH|^~\\&|HIS\r${numbers}`)));
    });
    expect(await adapter.send(payload)).toEqual({
      kind: 'acknowledged',
      patientExternalId: 'P100',
      appointmentExternalId: 'H77',
    });
    const [sent] = received;
    expect(sent!.header.text(9, 2)).toBe('S12');
    expect(sent!.header.text(10)).toHaveLength(20);
    expect(sent!.first('SCH')!.text(11, 4)).toBe('20260302083000');
    expect(
      sent!
        .first('PID')!
        .repetitions(3)
        .map((each) => each.text(5)),
    ).toEqual(['MR', 'PI', 'HC', 'NNCHN']);
    expect(sent!.first('AIP')!.text(3, 2)).toBe('李医生');
  });

  it.each([
    ['AE', '对方报错：查无科室'],
    ['AR', '对方拒收：查无科室'],
    ['CR', '对方拒收：查无科室'],
  ])('is refused by %s, without naming anybody', async (code, text) => {
    const { adapter } = await aHis((message, socket) =>
      socket.write(ack(message, code, '查无科室')),
    );
    expect(await adapter.send(payload)).toEqual({ kind: 'refused', text });
    const told = await aHis((message, socket) =>
      socket.write(ack(message, code, '张三 11010519491231002X 13800001234 不存在')),
    );
    const outcome = await told.adapter.send(payload);
    expect(JSON.stringify(outcome)).not.toMatch(/张三|1101|1380/);
  });

  it('waits for its own answer, one message at a time', async () => {
    let inFlight = 0;
    const { adapter, received } = await aHis((message, socket) => {
      expect(++inFlight).toBe(1);
      socket.write(ack(message, 'AE', '', 'SOMEBODY-ELSE'));
      setTimeout(() => {
        inFlight--;
        socket.write(ack(message, 'AA'));
      }, 10);
    });
    const outcomes = await Promise.all(
      ['a', 'b', 'c'].map((messageId) => adapter.send({ ...payload, messageId })),
    );
    expect(outcomes.map((each) => each.kind)).toEqual([
      'acknowledged',
      'acknowledged',
      'acknowledged',
    ]);
    expect(received).toHaveLength(3);
  });

  it('is unknown without an answer, and asked for under the same number', async () => {
    let isDeaf = true;
    const { adapter, received } = await aHis((message, socket) => {
      if (!isDeaf) socket.write(ack(message, 'AA'));
    });
    expect(await adapter.send(payload)).toEqual({ kind: 'unknown', text: '对方没有在时限内应答' });
    isDeaf = false;
    expect(await adapter.ask(payload)).toEqual({ kind: 'acknowledged' });
    expect(new Set(received.map((each) => each.header.text(10))).size).toBe(1);
  });

  it('a late answer is not taken for that of the next message', async () => {
    let count = 0;
    const { adapter } = await aHis((message, socket) => {
      const isFirst = ++count === 1;
      setTimeout(() => socket.write(ack(message, isFirst ? 'AA' : 'AE')), isFirst ? 200 : 100);
    });
    expect((await adapter.send(payload)).kind).toBe('unknown');
    expect((await adapter.send({ ...payload, messageId: 'other' })).kind).toBe('refused');
  });

  it('is unknown when the line breaks, and the next one dials again', async () => {
    let count = 0;
    const { adapter } = await aHis((message, socket) => {
      if (++count === 1) socket.destroy();
      else socket.write(ack(message, 'AA'));
    });
    expect(await adapter.send(payload)).toMatchObject({ kind: 'unknown' });
    expect(await adapter.send(payload)).toMatchObject({ kind: 'acknowledged' });
  });

  it('never left the house when nobody opens', async () => {
    const { adapter } = await aHis(() => undefined);
    for (const close of closing.splice(0).reverse()) await close();
    await expect(adapter.send(payload)).rejects.toMatchObject({ name: 'Unreachable' });
    const { port } = await aDoor();
    const gone = new Hl7Adapter({ ...options, listenPort: null, host: '127.0.0.1', port: 1 });
    await expect(gone.send(payload)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await expect(gone.check()).rejects.toThrow('没有应答');
    const here = new Hl7Adapter({ ...options, listenPort: null, host: '127.0.0.1', port });
    expect(await here.check()).toContain('有应答');
    expect(await new Hl7Adapter({ ...options, listenPort: 7327 }).check()).toContain('7327');
  });

  it('has one number for ever, that fits twenty characters', () => {
    expect(controlIdOf('a')).toBe(controlIdOf('a'));
    expect(controlIdOf('a')).not.toBe(controlIdOf('b'));
    expect(controlIdOf('a')).toMatch(/^[0-9A-Z]{20}$/);
  });
});
