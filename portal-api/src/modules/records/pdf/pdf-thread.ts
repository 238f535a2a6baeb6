/** The thread behind `PdfPress`: one document after the other. */
import { parentPort } from 'node:worker_threads';
import type { PdfDocument } from './pdf-document';
import { renderPdf } from './render-pdf';

export interface PdfOrder {
  id: number;
  document: PdfDocument;
}

export interface PdfAnswer {
  id: number;
  pdf?: Uint8Array;
  /** Without what stood in the document. */
  fault?: string;
}

async function answer({ id, document }: PdfOrder): Promise<PdfAnswer> {
  try {
    return { id, pdf: await renderPdf(document) };
  } catch (error) {
    return { id, fault: error instanceof Error ? error.name : 'unknown' };
  }
}

parentPort?.on('message', (order: PdfOrder) => {
  void answer(order).then((done) => parentPort?.postMessage(done));
});
