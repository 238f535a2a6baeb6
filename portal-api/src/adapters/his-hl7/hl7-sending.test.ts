import { afterEach, describe, expect, it } from 'vitest';
import { aDoor, aHis, closeLines, hl7Options } from '../../../test/support/hl7';
import type { OutboundPayload } from '../../modules/integration';
import { Hl7Adapter } from './hl7-adapter';
import type { Hl7Message } from './message';
import { frame } from './mllp-framer';
import { controlIdOf } from './outbound-messages';

afterEach(closeLines);

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

/** Soon over where nobody answers, long enough for who does. */
const patienceMs = 1_500;

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
    ['AIP', 'unknown-number'],
    ['', 'unknown-number'],
    ['PID', undefined],
  ])('is refused for a key that they do not know in %s', async (segment, reason) => {
    const { adapter } = await aHis((message, socket) => {
      const error = `ERR||${segment}^1^3|204^Unknown key identifier|E`;
      const answer = `MSA|AE|${message.header.text(10)}|没有该号源\r${error}\r`;
      socket.write(frame(Buffer.from(`MSH|^~\\&|HIS\r${answer}`)));
    });
    expect(await adapter.send(payload)).toEqual({
      kind: 'refused',
      text: '对方报错：没有该号源',
      ...(reason ? { reason } : {}),
    });
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
    }, patienceMs);
    expect(await adapter.send(payload)).toEqual({ kind: 'unknown', text: '对方没有在时限内应答' });
    isDeaf = false;
    expect(await adapter.ask(payload)).toEqual({ kind: 'acknowledged' });
    expect(new Set(received.map((each) => each.header.text(10))).size).toBe(1);
  });

  it('a late answer is not taken for that of the next message', async () => {
    let unanswered: Hl7Message | undefined;
    const { adapter } = await aHis((message, socket) => {
      if (unanswered) socket.write(Buffer.concat([ack(unanswered, 'AA'), ack(message, 'AE')]));
      unanswered ??= message;
    }, patienceMs);
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
    await closeLines();
    await expect(adapter.send(payload)).rejects.toMatchObject({ name: 'Unreachable' });
    const { port } = await aDoor();
    const gone = new Hl7Adapter({ ...hl7Options, listenPort: null, host: '127.0.0.1', port: 1 });
    await expect(gone.send(payload)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await expect(gone.check()).rejects.toThrow('没有应答');
    const here = new Hl7Adapter({ ...hl7Options, listenPort: null, host: '127.0.0.1', port });
    expect(await here.check()).toContain('有应答');
    expect(await new Hl7Adapter({ ...hl7Options, listenPort: 7327 }).check()).toContain('7327');
  });

  it('has one number for ever, that fits twenty characters', () => {
    expect(controlIdOf('a')).toBe(controlIdOf('a'));
    expect(controlIdOf('a')).not.toBe(controlIdOf('b'));
    expect(controlIdOf('a')).toMatch(/^[0-9A-Z]{20}$/);
  });
});
