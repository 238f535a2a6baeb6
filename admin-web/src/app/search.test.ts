import { describe, expect, it } from 'vitest';
import { filtersOf, parseSearch, stringifySearch } from './search';

describe('the query string', () => {
  it('keeps what looks like a number as it was typed', () => {
    expect(parseSearch('?slot=0012&q=王')).toEqual({ slot: '0012', q: '王' });
    expect(stringifySearch({ slot: '0012', q: '' })).toBe('?slot=0012');
  });

  it('drops what a page does not know', () => {
    expect(filtersOf('status')({ status: 'booked', evil: 'x' })).toEqual({ status: 'booked' });
  });
});
