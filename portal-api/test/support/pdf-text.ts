import { inflateSync } from 'node:zlib';

/** What a reader of a PDF sees: the text of each page, and the fonts that lie in the file itself. */
export interface ReadPdf {
  pages: string[];
  embeddedFonts: string[];
}

interface PdfObject {
  dictionary: string;
  stream: string | undefined;
}

/** Reads PDFs as our printer writes them: text by glyphs, turned back by each font's ToUnicode map. */
export function readPdf(pdf: Buffer): ReadPdf {
  const objects = objectsOf(pdf);
  const all = [...objects.values()];
  const pages = all.filter(({ dictionary }) => /\/Type \/Page\b/.test(dictionary));
  return {
    pages: pages.map((page) => textOf(page, objects)),
    embeddedFonts: all
      .filter(({ dictionary }) => /\/FontFile[23]? \d+ 0 R/.test(dictionary))
      .map(({ dictionary }) => /\/FontName \/([^\s/]+)/.exec(dictionary)?.[1] ?? ''),
  };
}

function objectsOf(pdf: Buffer): Map<string, PdfObject> {
  const objects = new Map<string, PdfObject>();
  const text = pdf.toString('latin1');
  for (const match of text.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    const [, id = '', body = ''] = match;
    const [dictionary = '', ...rest] = body.split('\nstream\n');
    const raw = rest.join('\nstream\n').replace(/\nendstream$/, '');
    const bytes = Buffer.from(raw, 'latin1');
    const isPacked = dictionary.includes('/FlateDecode');
    const stream = rest.length
      ? (isPacked ? inflateSync(bytes) : bytes).toString('latin1')
      : undefined;
    objects.set(id, { dictionary, stream });
  }
  return objects;
}

function textOf(page: PdfObject, objects: Map<string, PdfObject>): string {
  const resources = follow(page.dictionary, 'Resources', objects);
  const fonts = new Map(
    [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', id = '']) => [
      name,
      lettersOf(objects.get(id)?.dictionary ?? '', objects),
    ]),
  );
  const content =
    objects.get(/\/Contents (\d+) 0 R/.exec(page.dictionary)?.[1] ?? '')?.stream ?? '';
  let letters = new Map<number, string>();
  let text = '';
  for (const [, font, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (font) letters = fonts.get(font) ?? new Map();
    for (const [, hex = ''] of (shown ?? '').matchAll(/<([0-9a-f]+)>/gi)) {
      for (let at = 0; at < hex.length; at += 4) {
        text += letters.get(parseInt(hex.slice(at, at + 4), 16)) ?? '\ufffd';
      }
    }
    if (shown !== undefined) text += '\n';
  }
  return text;
}

function follow(dictionary: string, name: string, objects: Map<string, PdfObject>): string {
  const id = new RegExp(`/${name} (\\d+) 0 R`).exec(dictionary)?.[1];
  return id ? (objects.get(id)?.dictionary ?? '') : dictionary;
}

/** Glyph → letter: `beginbfrange` with lists, as pdfkit writes it. */
function lettersOf(font: string, objects: Map<string, PdfObject>): Map<number, string> {
  const id = /\/ToUnicode (\d+) 0 R/.exec(font)?.[1] ?? '';
  const map = objects.get(id)?.stream ?? '';
  const letters = new Map<number, string>();
  for (const [, first = '', , list = ''] of map.matchAll(
    /<([0-9a-f]+)> <([0-9a-f]+)> \[([^\]]*)\]/gi,
  )) {
    const start = parseInt(first, 16);
    [...list.matchAll(/<([0-9a-f ]*)>/gi)].forEach(([, hex = ''], index) => {
      const bytes = Buffer.from(hex.replaceAll(' ', ''), 'hex');
      letters.set(start + index, bytes.swap16().toString('utf16le'));
    });
  }
  return letters;
}
