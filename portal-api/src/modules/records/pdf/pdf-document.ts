/**
 * What a document says, as plain data: it goes to another thread. The part of pdfmake's own form that our
 * papers need; pictures and links are none of it, so nothing that stands in a report can fetch anything.
 */
type Margin = readonly [left: number, top: number, right: number, bottom: number];

interface Style {
  margin?: Margin;
  width?: number | '*';
  fontSize?: number;
  bold?: boolean;
  color?: string;
  alignment?: 'left' | 'center' | 'right';
  unbreakable?: boolean;
}

export interface TextBlock extends Style {
  text: string;
  fillColor?: string;
}

interface StackBlock extends Style {
  stack: readonly Content[];
}

interface ColumnsBlock extends Style {
  columns: readonly Content[];
  columnGap?: number;
}

interface TableBlock extends Style {
  table: {
    headerRows: number;
    dontBreakRows: boolean;
    widths: readonly (number | '*')[];
    body: readonly (readonly TextBlock[])[];
  };
  /** By name: functions do not go to another thread. */
  layout: typeof paperTable;
}

interface CanvasBlock extends Style {
  canvas: readonly (
    | {
        type: 'line';
        x1: number;
        y1: number;
        x2: number;
        y2: number;
        lineWidth: number;
        lineColor: string;
      }
    | {
        type: 'rect';
        x: number;
        y: number;
        w: number;
        h: number;
        r: number;
        lineWidth: number;
        lineColor: string;
        dash: { length: number };
      }
  )[];
}

export type Content = TextBlock | StackBlock | ColumnsBlock | TableBlock | CanvasBlock;

/** The layout of tables. */
export const paperTable = 'paper';

export interface PdfDocument {
  title: string;
  hospital: string;
  /** Who and which document, on every page: a page that lies alone must not be taken for somebody else's. */
  heading: readonly string[];
  /** Further facts, in lines of equal columns, before the first page's content. */
  facts: readonly (readonly string[])[];
  content: readonly Content[];
  /** Stands small at the foot of every page, before the page number. */
  foot: string;
  /** Who read it and when, across every page. */
  watermark: string;
}
