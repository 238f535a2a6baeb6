/** Draws a document. Runs in a thread of its own: fonts of ten megabytes are cut down to what it uses. */
import { dirname, join } from 'node:path';
import { paperTable, type Content, type PdfDocument } from './pdf-document';

/** What we use of pdfmake. Its published types bring a browser's along, which no server has. */
interface PdfMake {
  setUrlAccessPolicy(isAllowed: (url: string) => boolean): void;
  setLocalAccessPolicy(isAllowed: (path: string) => boolean): void;
  setFonts(fonts: Record<string, Record<string, string>>): void;
  addTableLayouts(layouts: Record<string, object>): void;
  createPdf(definition: object): { getBuffer(): Promise<Uint8Array> };
}

// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would take the published types
const pdfmake = require('pdfmake') as PdfMake;

const fontFolder = dirname(require.resolve('@expo-google-fonts/noto-sans-sc/package.json'));
const regular = join(fontFolder, '400Regular', 'NotoSansSC_400Regular.ttf');
const bold = join(fontFolder, '700Bold', 'NotoSansSC_700Bold.ttf');

// Nothing that stands in a report may reach for anything: the two fonts are all there is.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => path === regular || path === bold);
pdfmake.setFonts({ Noto: { normal: regular, bold, italics: regular, bolditalics: bold } });

pdfmake.addTableLayouts({
  [paperTable]: {
    hLineWidth: (row: number, { table }: { table: { body: unknown[] } }) =>
      row <= 1 || row === table.body.length ? 0.8 : 0.4,
    vLineWidth: () => 0,
    hLineColor: () => '#C9D3D0',
    paddingTop: () => 2.5,
    paddingBottom: () => 2.5,
    paddingLeft: () => 3,
    paddingRight: () => 3,
  },
});

const side = 42;

export async function renderPdf(document: PdfDocument): Promise<Uint8Array> {
  const definition = {
    pageSize: 'A4',
    pageMargins: [side, 136, side, 56],
    defaultStyle: { font: 'Noto', fontSize: 9.5, lineHeight: 1.25, color: '#1B2A2F' },
    info: { title: document.title, creator: '随诊', producer: '随诊' },
    watermark: {
      text: document.watermark,
      font: 'Noto',
      fontSize: 26,
      color: '#5A6B70',
      opacity: 0.09,
    },
    header: () => headerOf(document),
    footer: (page: number, pages: number) => footerOf(document, page, pages),
    content: [...document.facts.map(factsOf), ...document.content],
  };
  return pdfmake.createPdf(definition).getBuffer();
}

/** What does not fit into the margin would not be drawn at all: two lines of facts do, and no more. */
function headerOf({ hospital, title, heading }: PdfDocument): Content {
  return {
    margin: [side, 30, side, 0],
    stack: [
      { text: cut(hospital, 32), alignment: 'center', bold: true, fontSize: 15 },
      { text: cut(title, 40), alignment: 'center', fontSize: 12, margin: [0, 2, 0, 6] },
      { text: heading.map((fact) => cut(fact, 24)).join('    '), fontSize: 9 },
      ruleOf(4),
    ],
  };
}

function factsOf(line: readonly string[], index: number, all: readonly unknown[]): Content {
  const margin = [0, 0, 0, index === all.length - 1 ? 8 : 2] as const;
  return { columns: line.map((text) => ({ text, fontSize: 9 })), columnGap: 8, margin };
}

function cut(text: string, length: number): string {
  const letters = Array.from(text);
  return letters.length > length ? `${letters.slice(0, length - 1).join('')}…` : text;
}

function footerOf({ foot }: PdfDocument, page: number, pages: number): Content {
  return {
    margin: [side, 14, side, 0],
    columns: [
      { text: foot, fontSize: 8, color: '#5A6B70', width: '*' },
      {
        text: `第 ${page} 页，共 ${pages} 页`,
        fontSize: 8,
        color: '#5A6B70',
        width: 100,
        alignment: 'right',
      },
    ],
  };
}

function ruleOf(above: number): Content {
  const line = {
    type: 'line',
    x1: 0,
    y1: 0,
    x2: 595.28 - 2 * side,
    y2: 0,
    lineWidth: 0.7,
  } as const;
  return { canvas: [{ ...line, lineColor: '#7C8C89' }], margin: [0, above, 0, 0] };
}
