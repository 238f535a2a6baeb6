import { describe, expect, it } from 'vitest';
import { AppError } from './app-error';
import {
  decodeCursor,
  decodeMomentCursor,
  decodeRankedCursor,
  encodeCursor,
  pageFrom,
} from './page';

const id = '0190f000-0000-7000-8000-00000000000a';
const moment = '2026-03-01T01:00:00.000Z';

describe('a page', () => {
  it('names where the next begins while there is one', () => {
    const page = pageFrom(
      [1, 2, 3],
      2,
      (row) => [row],
      (row) => row * 10,
    );
    expect(page.items).toEqual([10, 20]);
    expect(decodeCursor(page.nextCursor!, 1)).toEqual(['2']);
    expect(pageFrom([1, 2], 2, (row) => [row], String).nextCursor).toBeNull();
  });
});

describe('a cursor', () => {
  it('is read as it was written', () => {
    expect(decodeMomentCursor(encodeCursor([moment, id]))).toEqual([new Date(moment), id]);
    expect(decodeRankedCursor(encodeCursor([1, -1772326800.25, id]))).toEqual([
      1,
      -1772326800.25,
      id,
    ]);
    expect(decodeMomentCursor(undefined)).toBeNull();
    expect(decodeRankedCursor(undefined)).toBeNull();
  });

  it.each([
    ['no base64', '***'],
    ['another length', encodeCursor([moment])],
    ['no moment', encodeCursor(['1', id])],
    ['no id', encodeCursor([moment, 'x'])],
  ])('is refused: %s', (_, cursor) => {
    expect(() => decodeMomentCursor(cursor)).toThrow(AppError);
  });

  it.each([
    ['another rank', [2, 1, id]],
    ['no number', [0, 'soon', id]],
    ['nothing', [0, '', id]],
    ['without end', [0, '1e999', id]],
    ['no id', [0, 1, "' or true"]],
  ])('of ranks is refused: %s', (_, key) => {
    expect(() => decodeRankedCursor(encodeCursor(key))).toThrow(AppError);
  });

  it('is a number to the database, however it was written', () => {
    // PostgreSQL takes neither blanks nor underflow for numbers, and would answer with a fault.
    expect(decodeRankedCursor(encodeCursor([0, ' ', id]))).toEqual([0, 0, id]);
    expect(decodeRankedCursor(encodeCursor([0, '1e-400', id]))).toEqual([0, 0, id]);
  });
});
