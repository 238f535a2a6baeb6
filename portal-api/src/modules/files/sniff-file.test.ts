import { describe, expect, it } from 'vitest';
import { aJpeg, aPdf, aPng, pngChunk } from '../../../test/support/sample-files';
import { crc32 } from './crc32';
import { cleanFileName } from './file-name';
import { maxFileBytes, readBase64 } from './read-base64';
import { sniffFile } from './sniff-file';

const zip = Buffer.from('PK\u0003\u0004 hidden archive');
const html = Buffer.from('<html><script>alert(1)</script></html>');

describe('what a file is', () => {
  it.each([
    ['image/jpeg', aJpeg()],
    ['image/png', aPng()],
    ['application/pdf', aPdf()],
  ])('%s is known by its structure', (type, bytes) => {
    expect(sniffFile(bytes)).toEqual({ contentType: type, content: bytes });
  });

  it.each([
    ['a GIF', Buffer.from('GIF89a\u0001\u0000\u0001\u0000')],
    ['an executable', Buffer.from('MZ\u0090\u0000')],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['an archive', zip],
    ['a page', html],
    ['a PDF behind something else', Buffer.concat([html, aPdf()])],
    ['nothing much', Buffer.from('x')],
  ])('%s is refused', (_, bytes) => {
    expect(() => sniffFile(bytes)).toThrow('只接收 JPG、PNG 图片或 PDF');
  });

  it.each([
    ['a magic number alone', Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
    ['a JPEG without its end', aJpeg().subarray(0, -2)],
    ['a JPEG without a picture', Buffer.from([0xff, 0xd8, 0xff, 0xd9])],
    [
      'a JPEG whose segment runs out of the file',
      Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff]),
    ],
    ['a PNG without its end', aPng().subarray(0, -12)],
    ['a PNG with a flipped bit', flipped(aPng(), 20)],
    ['a PNG signature before a page', Buffer.concat([aPng().subarray(0, 8), html])],
    ['a PDF without its table', Buffer.from('%PDF-1.7\nhello\nstartxref\n3\n%%EOF')],
    ['a PDF without its end', aPdf().subarray(0, -8)],
  ])('%s is refused as broken', (_, bytes) => {
    expect(() => sniffFile(bytes)).toThrow('不完整或已损坏');
  });

  it('what hangs behind the end of a picture is cut off', () => {
    expect(sniffFile(Buffer.concat([aJpeg(), zip])).content).toEqual(aJpeg());
    expect(sniffFile(Buffer.concat([aPng(), html])).content).toEqual(aPng());
  });

  it('a picture that is a PDF as well is refused', () => {
    const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, 12]), Buffer.from('%PDF-1.4\n\n')]);
    const jpeg = Buffer.concat([aJpeg().subarray(0, 2), comment, aJpeg().subarray(2)]);
    expect(() => sniffFile(jpeg)).toThrow('图片内容不正常');
    const png = Buffer.concat([
      aPng().subarray(0, 33),
      pngChunk('tEXt', Buffer.from('a\u0000%PDF-1.4')),
      aPng().subarray(33),
    ]);
    expect(() => sniffFile(png)).toThrow('图片内容不正常');
  });

  it('a picture that would fill the memory is refused', () => {
    expect(() => sniffFile(aPng(60_000))).toThrow('图片尺寸不正常');
    expect(() => sniffFile(aPng(0))).toThrow('图片尺寸不正常');
  });

  it('a PDF that acts or cannot be opened is refused', () => {
    for (const entry of ['/OpenAction << /S /JavaScript /JS (1) >>', '/J#61vaScript 5 0 R']) {
      expect(() => sniffFile(aPdf(entry))).toThrow('含有脚本或附件');
    }
    expect(() => sniffFile(aPdf('/Names << /EmbeddedFiles 7 0 R >>'))).toThrow('含有脚本或附件');
    expect(() => sniffFile(aPdf('/Encrypt 9 0 R'))).toThrow('设有密码');
  });

  it('letters that chance wrote into a stream say nothing', () => {
    const pdf = aPdf().toString('latin1');
    const stream = '4 0 obj\n<< /Length 6 >>\nstream\n/JS /x\nendstream\nendobj\n';
    const at = pdf.indexOf('xref\n0 4');
    const whole = pdf.slice(0, at) + stream + pdf.slice(at);
    const moved = whole.replace(/startxref\n\d+/, `startxref\n${at + stream.length}`);
    expect(sniffFile(Buffer.from(moved, 'latin1')).contentType).toBe('application/pdf');
  });
});

describe('base64', () => {
  it.each(['', '@@@@', 'abc', 'ab c', 'a===', 'data:image/png;base64,AAAA', 'AAAA\nAAAA'])(
    '%j is refused',
    (text) => expect(() => readBase64(text)).toThrow(/无法读取|是空的/),
  );

  it('3 MB pass, one byte more does not', () => {
    expect(readBase64(Buffer.alloc(maxFileBytes).toString('base64'))).toHaveLength(maxFileBytes);
    expect(() => readBase64(Buffer.alloc(maxFileBytes + 1).toString('base64'))).toThrow(
      '超过 3 MB',
    );
  });
});

describe('names', () => {
  it.each([
    ['病假条.jpg', '病假条.png'],
    ['../../etc/passwd', 'passwd.png'],
    ['C:\\temp\\证明 1.PDF', '证明 1.png'],
    ['收据\u202egpj.exe', '收据gpj.png'],
    ['a"b<c>\r\nSet-Cookie: x', 'abcSet-Cookie x.png'],
    ['....', '材料.png'],
    ['长'.repeat(100), `${'长'.repeat(60)}.png`],
  ])('%j becomes %j', (given, clean) => {
    expect(cleanFileName(given, 'image/png')).toBe(clean);
  });
});

it('the check sum is the one of PNG', () => {
  expect(crc32(Buffer.from('IEND')).toString(16)).toBe('ae426082');
});

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at]! ^= 1;
  return copy;
}
