/** What the papers of the house have in common. */
import { paperTable, type Content, type TextBlock } from './pdf-document';

/** Whom it is about. */
export interface Subject {
  hospital: string;
  name: string;
  gender: string;
  age: number;
  cardNumber: string;
}

/** Who had it made, and when. */
export interface Reader {
  name: string;
  at: Date;
}

export function tableOf(heads: string[], widths: (number | '*')[], rows: TextBlock[][]): Content {
  return {
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths,
      body: [heads.map((text): TextBlock => ({ text, bold: true, fillColor: '#EEF3F1' })), ...rows],
    },
    layout: paperTable,
    fontSize: 9,
    margin: [0, 0, 0, 10],
  };
}

/** A headed text; nothing where there is none. */
export function paragraphOf(head: string, text: string): Content[] {
  if (!text) return [];
  return [
    { text: head, bold: true, fontSize: 10.5, margin: [0, 4, 0, 2] },
    { text, margin: [0, 0, 0, 8] },
  ];
}

/** Who stands for it, and the place for the hospital's seal; never torn apart. */
export function closingOf(facts: [label: string, value: string][]): Content {
  return {
    unbreakable: true,
    margin: [0, 12, 0, 0],
    columns: [
      { width: '*', stack: facts.map(([label, value]) => ({ text: `${label}：${value}` })) },
      {
        width: 130,
        stack: [
          {
            canvas: [
              {
                type: 'rect',
                x: 0,
                y: 0,
                w: 130,
                h: 84,
                r: 6,
                lineWidth: 0.8,
                lineColor: '#7C8C89',
                dash: { length: 4 },
              },
            ],
          },
          { text: '盖章处', alignment: 'center', color: '#5A6B70', margin: [0, -52, 0, 40] },
        ],
      },
    ],
  };
}
