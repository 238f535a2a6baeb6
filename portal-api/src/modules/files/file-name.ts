import type { FileType } from './file-fault';

const endings: Record<FileType, string> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'application/pdf': '.pdf',
};
const longest = 60;

/**
 * A name to show and to save under: no path, nothing invisible, nothing that turns the reading direction,
 * and the ending of what the file really is.
 */
export function cleanFileName(given: string, type: FileType): string {
  const base = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const letters = base
    .replace(/\.[\p{L}\p{N}]{1,8}$/u, '')
    .replace(/[^\p{L}\p{N}\p{M} ._()（）-]/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  return (Array.from(letters).slice(0, longest).join('') || '材料') + endings[type];
}
