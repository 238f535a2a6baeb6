import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import type { InboundProblem } from '../../modules/integration';
import { decodeMessage, decodeStrictly, encodeText } from './charset';
import { escapeValue, unescapeValue } from './escapes';
import { type Grammar, grammarOf, standardGrammar } from './grammar';
import { digestOf, glimpseHeader } from './header';
import { Hl7Message } from './message';
import { repeat, writeMessage, writeSegment } from './message-writer';

const utf8 = (bytes: Buffer) => decodeStrictly(bytes, 'utf-8');
const parse = (text: string) => Hl7Message.parse(text, 'utf-8');
const header = 'MSH|^~\\&|LIS|A|SUIZHEN|B|20260301083000||ORU^R01|1|P|2.5';
const faultOf = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    return (error as InboundProblem).fault;
  }
  return 'none';
};

/** Five different characters that separate nothing else. */
const grammars = fc
  .shuffledSubarray([...'|^~\\&#$%*!@;:'], { minLength: 5, maxLength: 5 })
  .map(
    ([field, component, repetition, escape, subcomponent]): Grammar =>
      ({ field, component, repetition, escape, subcomponent }) as Grammar,
  );

describe('escapes', () => {
  it('brings every text through, whatever separates', () => {
    fc.assert(
      fc.property(grammars, fc.string({ unit: 'binary' }), (grammar, text) => {
        const written = escapeValue(text, grammar);
        for (const separator of [
          grammar.field,
          grammar.component,
          grammar.repetition,
          '\r',
          '\n',
        ]) {
          expect(written).not.toContain(separator);
        }
        expect(unescapeValue(written, grammar, utf8)).toBe(text.replaceAll('\0', ''));
      }),
    );
  });

  it.each([
    ['a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f', 'a|b^c&d~e\\f'],
    ['第一行\\.br\\第二行\\.sp2\\第三行', '第一行\n第二行\n\n第三行'],
    ['\\H\\强调\\N\\', '强调'],
    ['\\.in+4\\缩进\\.fi\\', '缩进'],
    ['\\XE4BDA0\\好', '你好'],
    ['\\X0D0A\\', '\r\n'],
    ['lone \\ backslash', 'lone \\ backslash'],
    ['ends with \\r', 'ends with \\r'],
    ['C:\\temp\\log', 'C:\\temp\\log'],
  ])('reads %s', (written, meant) => {
    expect(unescapeValue(written, standardGrammar, utf8)).toBe(meant);
  });

  it('reads hexadecimal bytes in the character set of the message', () => {
    const gb = (bytes: Buffer) => decodeStrictly(bytes, 'gb18030');
    expect(unescapeValue('\\XD6D0B9FA\\', standardGrammar, gb)).toBe('中国');
  });
});

describe('messages', () => {
  it.each([
    ['\r', 'carriage returns'],
    ['\n', 'line feeds'],
    ['\r\n', 'both'],
  ])('are cut at %j', (end) => {
    const message = parse([header, 'PID|1||42', '', 'NTE|1||x', ''].join(end));
    expect(message.segments.map((segment) => segment.name)).toEqual(['MSH', 'PID', 'NTE']);
  });

  it('know fields, repetitions, components and subcomponents', () => {
    const pid = parse(`${header}\rPID|1||42^^^A&1.2&ISO^MR~X9^^^^PPN||张^三|""`).first('PID')!;
    expect(pid.text(3)).toBe('42');
    expect(pid.text(3, 4, 2)).toBe('1.2');
    expect(pid.repetitions(3).map((each) => each.text(5))).toEqual(['MR', 'PPN']);
    expect(pid.text(6)).toBe('');
    expect(pid.repetitions(6)).toEqual([]);
  });

  it('bring their own separators', () => {
    const message = parse('MSH#*+!;#LIS#A\rPID#1##42*x+7#a!F!b');
    expect(message.header.text(3)).toBe('LIS');
    expect(
      message
        .first('PID')!
        .repetitions(3)
        .map((each) => each.text()),
    ).toEqual(['42', '7']);
    expect(message.first('PID')!.text(4)).toBe('a#b');
  });

  it('are read when the escape character was escaped in a file', () => {
    expect(grammarOf('MSH|^~\\\\&|SE050')).toEqual(standardGrammar);
  });

  it.each([
    ['', 'unreadable'],
    ['hello', 'unreadable'],
    ['PID|1||42', 'unreadable'],
    ['MSHxabc', 'unreadable'],
    [`${header}\rbroken`, 'broken-segment'],
    [`${header}\rP1|x`, 'broken-segment'],
    [`${header}\r${header}`, 'broken-segment'],
  ])('that are none are refused: %j', (text, fault) => {
    expect(faultOf(() => parse(text))).toBe(fault);
  });

  it('without an end are not read', () => {
    const endless = header + '\rOBX|1|NM'.repeat(20_000);
    expect(faultOf(() => parse(endless))).toBe('too-large');
    expect(Hl7Message.glimpse(endless, 'utf-8')?.header.text(10)).toBe('1');
    expect(Hl7Message.glimpse(`${header}\rnonsense`, 'utf-8')).toBeNull();
  });

  it('come back as they were written', () => {
    const value = fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => text.trim());
    fc.assert(
      fc.property(grammars, value, value, value, (grammar, a, b, c) => {
        fc.pre(![a, b, c].some((each) => each === '' || each === '""'));
        const text = writeMessage([
          writeSegment('MSH', { 3: a, 9: ['ORU', 'R01'] }, grammar),
          writeSegment('PID', { 3: repeat([a, [b, c]], b), 5: c }, grammar),
        ]);
        const message = parse(text);
        const [first, second] = message.first('PID')!.repetitions(3);
        expect(message.header.text(3)).toBe(a);
        expect([first!.text(), first!.text(2), first!.text(2, 2)]).toEqual([a, b, c]);
        expect([second!.text(), message.first('PID')!.text(5)]).toEqual([b, c]);
      }),
    );
  });

  it('know what nobody asked for', () => {
    const pid = parse(`${header}\rPID|1||42||张三||""|M`).first('PID')!;
    expect(pid.isUntouched).toBe(true);
    pid.text(3);
    expect(pid.unread()).toEqual([1, 5, 8]);
  });
});

describe('character sets', () => {
  const chinese = `${header}||||||\rPID|1||42||张三`;
  const withCharset = (charset: string) => chinese.replace('|2.5||||||', `|2.5||||||${charset}`);

  it.each(['GB 18030-2000', 'GB18030', 'GBK', 'GB2312'])('%s is declared', (charset) => {
    const content = encodeText(withCharset(charset), 'gb18030');
    expect(decodeMessage(content, 'utf-8')).toEqual({
      text: withCharset(charset),
      encoding: 'gb18030',
    });
  });

  it('UTF-8 is declared though GB18030 is configured', () => {
    const text = withCharset('UNICODE UTF-8');
    expect(decodeMessage(Buffer.from(text), 'gb18030').text).toBe(text);
  });

  it('the configured one counts where nothing, or ASCII, is declared', () => {
    for (const text of [chinese, withCharset('ASCII')]) {
      expect(decodeMessage(encodeText(text, 'gb18030'), 'gb18030').text).toBe(text);
    }
  });

  it('a character whose second byte looks like a separator separates nothing', () => {
    // 亅 is 0x81 0x7C in GB18030, and 0x7C is |.
    const text = `${header}\rPID|1||42||亅乗`;
    const content = encodeText(text, 'gb18030');
    expect(content.includes(Buffer.from([0x81, 0x7c]))).toBe(true);
    expect(
      Hl7Message.parse(decodeMessage(content, 'gb18030').text, 'gb18030').first('PID')!.text(5),
    ).toBe('亅乗');
  });

  it('every character of GB18030 comes back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(
          !/[\0\uFFFD]/.test(text) &&
            iconv.decode(iconv.encode(text, 'gb18030'), 'gb18030') === text,
        );
        expect(decodeStrictly(encodeText(text, 'gb18030'), 'gb18030')).toBe(text);
      }),
    );
  });

  it.each([
    ['GB18030 said to be UTF-8', encodeText(withCharset('UNICODE UTF-8'), 'gb18030')],
    [
      'half a character',
      Buffer.concat([encodeText(withCharset('GBK'), 'gb18030'), Buffer.from([0xd5])]),
    ],
    ['a byte that is none', Buffer.concat([Buffer.from(chinese), Buffer.from([0xff])])],
    ['UTF-16', Buffer.from(chinese, 'utf16le')],
    ['Big5', Buffer.from(withCharset('BIG-5'))],
  ])('%s is a wrong encoding', (_, content) => {
    expect(faultOf(() => decodeMessage(content, 'utf-8'))).toBe('wrong-encoding');
  });

  it('any declared set will do while there is nothing but ASCII', () => {
    const text = `${header}||||||8859/1\rPID|1||42`;
    expect(decodeMessage(Buffer.from(text), 'utf-8').text).toBe(text);
  });
});

describe('header', () => {
  it('is glimpsed in what cannot be read', () => {
    const content = Buffer.concat([
      Buffer.from('MSH|^~\\&|LIS|'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('|||2026||ORU^R01^ORU_R01|M-7|P|2.4\rPID|'),
    ]);
    expect(glimpseHeader(content)).toMatchObject({
      sendingApplication: 'LIS',
      type: 'ORU^R01',
      controlId: 'M-7',
      version: '2.4',
    });
    expect(glimpseHeader(Buffer.from('nonsense')).controlId).toBe('');
  });

  it('does not count in the digest: a resend has a new time', () => {
    const at = (time: string) => Buffer.from(`MSH|^~\\&|LIS||||${time}||ORU^R01|1\rPID|1||42`);
    expect(digestOf(at('20260301'))).toBe(digestOf(at('20260302')));
    expect(digestOf(at('20260301'))).not.toBe(digestOf(Buffer.from('MSH|^~\\&|LIS\rPID|1||43')));
  });
});
