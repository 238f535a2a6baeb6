import { broken, FileFault, type SniffedFile } from './file-fault';

/** How far from its end a PDF says where its table of contents is. */
const tailBytes = 1_024;

/**
 * What a certificate never holds, and what opening a document must not set going. Looked for outside of the
 * streams, where chance would write it too; what hides in a compressed one meets viewers that run nothing.
 */
const active = /\/(JavaScript|JS|Launch|EmbeddedFile|EmbeddedFiles|RichMedia|XFA)\b/;

/** @returns null when it does not begin as a PDF; @throws FileFault when it does not go on as one */
export function sniffPdf(bytes: Buffer): SniffedFile | null {
  if (!/^%PDF-[12]\.\d/.test(bytes.toString('latin1', 0, 8))) return null;
  const text = bytes.toString('latin1');
  const tail = text.slice(-tailBytes);
  const where = [...tail.matchAll(/startxref\s+(\d+)\s+%%EOF\s*$/g)].at(-1)?.[1];
  if (where === undefined) throw broken();
  const table = text.slice(Number(where), Number(where) + 40);
  if (!/^\s*(xref\s|\d+\s+\d+\s+obj)/.test(table)) throw broken();
  const objects = text.replace(/stream\r?\n[\s\S]*?endstream/g, '');
  if (/\/Encrypt\b/.test(objects))
    throw new FileFault('PDF 设有密码，医院打不开，请上传未加密的文件');
  if (active.test(unescaped(objects))) {
    throw new FileFault('PDF 含有脚本或附件，请改为上传图片或另存的 PDF');
  }
  return { contentType: 'application/pdf', content: bytes };
}

/** `/J#61vaScript` means the same to a reader. */
function unescaped(text: string): string {
  return text.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
