import { describe, expect, it } from 'vitest';
import { newId } from './ids';

describe('ids', () => {
  const now = new Date('2026-03-02T01:00:00Z');

  it('are uuids of version 7 that carry their instant', () => {
    const id = newId(now);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBeGreaterThanOrEqual(now.getTime());
  });

  it('never come twice and sort as they were made, over many fillings of the pool', () => {
    const ids = Array.from({ length: 5_000 }, () => newId(now));
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
    // What time does not give must come from chance alone.
    expect(new Set(ids.map((id) => id.slice(19))).size).toBe(ids.length);
  });
});
