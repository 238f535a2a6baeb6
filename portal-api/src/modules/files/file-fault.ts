export type FileType = 'image/jpeg' | 'image/png' | 'application/pdf';

export interface SniffedFile {
  contentType: FileType;
  /** The file itself: what somebody hung on behind its end is gone. */
  content: Buffer;
}

/** Why a file is not taken, as people read it. */
export class FileFault extends Error {}

const longestSide = 20_000;
const mostPixels = 100_000_000;

/** A picture that nobody could draw is a trap for whoever opens it. */
export function requireSaneSize(width: number, height: number): void {
  const isSane =
    width > 0 &&
    height > 0 &&
    width <= longestSide &&
    height <= longestSide &&
    width * height <= mostPixels;
  if (!isSane) throw new FileFault('图片尺寸不正常，请重新拍照或换一个文件');
}

export function broken(): FileFault {
  return new FileFault('文件不完整或已损坏，请重新选择');
}
