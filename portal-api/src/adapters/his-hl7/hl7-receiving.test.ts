import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { aDoor, closeLines, hl7Options, Line, oru } from '../../../test/support/hl7';
import { encodeText } from './charset';
import { Hl7Adapter } from './hl7-adapter';
import { frame } from './mllp-framer';

afterEach(closeLines);

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
    expect(() => new Hl7Adapter({ ...hl7Options, allowedAddresses: ['lis.local'] })).toThrow(
      '允许的地址',
    );
    expect(() => new Hl7Adapter({ ...hl7Options, host: 'his.local' })).toThrow('对方端口');
  });

  it('closes on silence, sooner in the middle of a message', async () => {
    const { port } = await aDoor({}, { listener: { idleMs: 2_500, stalledMs: 80 } });
    const [idle, stalled] = [new Line(port), new Line(port)];
    stalled.socket.write('\x0bMSH|^~');
    await stalled.closed();
    expect(idle.isClosed).toBe(false);
    await idle.closed();
  });

  it('answers what it is keeping before it closes', async () => {
    let begin: () => void;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const { adapter, port } = await aDoor({}, {}, async (items) => {
      begin();
      await sleep(100);
      return items.map(() => 'stored');
    });
    const line = new Line(port);
    line.send(oru('M1'));
    await begun;
    const closed = adapter.close();
    expect(await line.code()).toBe('AA M1');
    await closed;
  });
});
