import { fieldError } from './app-error';

export const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Keyset paging: the cursor holds the sort key of the last row, so a page costs the same wherever it
 * stands and rows that come meanwhile shift nothing.
 */
export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

const noCursor = () => fieldError('query.cursor', '翻页标记无效，请从第一页开始');

/** @throws INVALID_FIELD when the cursor is not one of ours */
export function decodeCursor(cursor: string | undefined, length: number): string[] | null {
  if (cursor === undefined) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (
      Array.isArray(key) &&
      key.length === length &&
      key.every((part) => /^(string|number)$/.test(typeof part))
    ) {
      return key.map(String);
    }
  } catch {
    // falls through to the refusal
  }
  throw noCursor();
}

/** A cursor over (instant, id), the commonest sort key. @throws INVALID_FIELD as `decodeCursor` */
export function decodeMomentCursor(cursor: string | undefined): [at: Date, id: string] | null {
  const key = decodeCursor(cursor, 2);
  if (!key) return null;
  const [moment = '', id = ''] = key;
  const at = new Date(moment);
  const isMoment = /^\d{4}-/.test(moment) && !Number.isNaN(at.getTime());
  if (isMoment && uuidPattern.test(id)) return [at, id];
  throw noCursor();
}

/** A cursor over (rank, key, id): what is open first, then what is over. @throws as `decodeCursor` */
export function decodeRankedCursor(
  cursor: string | undefined,
): [rank: number, key: number, id: string] | null {
  const parts = decodeCursor(cursor, 3);
  if (!parts) return null;
  const [rank = '', key = '', id = ''] = parts;
  const isOurs =
    /^[01]$/.test(rank) && key !== '' && Number.isFinite(Number(key)) && uuidPattern.test(id);
  if (!isOurs) throw noCursor();
  return [Number(rank), Number(key), id];
}

/** Cuts the row that was asked for beyond the limit and names where the next page begins. */
export function pageFrom<R, T>(
  rows: readonly R[],
  limit: number,
  keyOf: (row: R) => readonly (string | number)[],
  present: (row: R) => T,
): { items: T[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown[shown.length - 1];
  return {
    items: shown.map(present),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null,
  };
}
