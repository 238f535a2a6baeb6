import { describe, expect, it } from 'vitest';
import { toGcj02 } from './gcj02';

describe('from satellites to Chinese maps', () => {
  it('gives the published values', () => {
    const { latitude, longitude } = toGcj02({ latitude: 31.1774276, longitude: 121.5272106 });
    expect(latitude).toBeCloseTo(31.17530398364597, 9);
    expect(longitude).toBeCloseTo(121.531541859215, 9);
  });

  it('leaves places outside of mainland China where they are', () => {
    const tokyo = { latitude: 35.6812, longitude: 139.7671 };
    expect(toGcj02(tokyo)).toEqual(tokyo);
  });
});
