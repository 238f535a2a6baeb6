import { FileFault, type SniffedFile } from './file-fault';
import { sniffJpeg } from './sniff-jpeg';
import { sniffPdf } from './sniff-pdf';
import { sniffPng } from './sniff-png';

/**
 * What a file is, by its own structure; its name and what the sender calls it decide nothing. Phones
 * append data of their own behind a picture, and so does who hides one file in another: a picture ends
 * where it says that it ends.
 * @throws FileFault
 */
export function sniffFile(bytes: Buffer): SniffedFile {
  const found = sniffJpeg(bytes) ?? sniffPng(bytes) ?? sniffPdf(bytes);
  if (!found) throw new FileFault('只接收 JPG、PNG 图片或 PDF，请换一个文件');
  // Readers of PDF look for its beginning within the first kilobyte: no picture may be one as well.
  const isImage = found.contentType !== 'application/pdf';
  if (isImage && found.content.subarray(0, 1_024).includes('%PDF-')) {
    throw new FileFault('图片内容不正常，请重新拍照或换一个文件');
  }
  return found;
}
