/** A file that was picked, not yet sent. */
export interface PickedDocument {
  name: string;
  bytes: number;
  /** Reads it when it is sent, so that three large ones do not lie in memory at once. */
  readBase64: () => Promise<string>;
}

export type DocumentSource = 'picture' | 'file';

/** As the server takes them. */
const largestBytes = 3 * 1024 * 1024;

/** 2.4 MB, 380 KB */
export const sizeWords = (bytes: number): string =>
  bytes >= 1024 * 1024
    ? `${(bytes / 1024 / 1024).toFixed(1)} MB`
    : `${Math.max(1, Math.round(bytes / 1024))} KB`;

/** What is wrong with it before it is sent; null when nothing is. */
export function documentProblem({ name, bytes }: { name: string; bytes: number }): string | null {
  if (bytes === 0) return `${name} 是空的，请换一个`;
  if (bytes > largestBytes) return `${name} 超过 3 MB，请换小一点的`;
  return /\.(jpe?g|png|pdf)$/i.test(name) ? null : `${name} 不是图片（JPG、PNG）或 PDF`;
}
