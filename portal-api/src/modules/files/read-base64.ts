import { FileFault } from './file-fault';

export const maxFileBytes = 3 * 1_024 * 1_024;

/** Strictly: a decoder that forgives would let two texts be one file. @throws FileFault */
export function readBase64(text: string): Buffer {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) {
    throw new FileFault('文件内容无法读取，请重新选择');
  }
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length === 0) throw new FileFault('文件是空的，请重新选择');
  if (bytes.length > maxFileBytes) throw new FileFault('文件超过 3 MB，请压缩后再上传');
  return bytes;
}
