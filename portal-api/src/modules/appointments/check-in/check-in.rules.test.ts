import { describe, expect, it } from 'vitest';
import { checkInStateAt, checkInWindow, isNear, metresBetween } from './check-in.rules';

const at = (time: string) => new Date(`2026-03-04T${time}:00+08:00`);
const rules = { opensMinutes: 60, lateMinutes: 15, closesMinutes: 15 };

describe('the window of a visit', () => {
  const window = checkInWindow(
    { startsAt: at('09:00'), endsAt: at('09:30'), clinicEndsAt: at('12:00') },
    rules,
  );

  it.each([
    ['07:59', 'too-early'],
    ['08:00', 'open'],
    ['09:45', 'open'],
    ['09:46', 'late'],
    ['11:44', 'late'],
    ['11:45', 'closed'],
  ] as const)('at %s is %s', (time, state) => {
    expect(checkInStateAt(window, at(time))).toBe(state);
  });

  it('never closes within the own slot', () => {
    const last = checkInWindow(
      { startsAt: at('11:30'), endsAt: at('12:00'), clinicEndsAt: at('12:00') },
      rules,
    );
    expect(checkInStateAt(last, at('11:59'))).toBe('open');
    expect(checkInStateAt(last, at('12:00'))).toBe('closed');
  });
});

describe('the position', () => {
  const branch = { latitude: 31.2304, longitude: 121.4737 };
  const north = (metres: number, accuracyMetres = 0) => ({
    latitude: branch.latitude + metres / 111_195,
    longitude: branch.longitude,
    accuracyMetres,
  });

  it('is measured along the globe', () => {
    expect(metresBetween(branch, north(1000))).toBeCloseTo(1000, 0);
    // 上海人民广场 to 北京天安门.
    expect(metresBetween(branch, { latitude: 39.9087, longitude: 116.3975 }) / 1000).toBeCloseTo(
      1067,
      -1,
    );
  });

  it('is near within the radius and what the phone does not know, up to a bound', () => {
    expect(isNear(branch, north(499), 500)).toBe(true);
    expect(isNear(branch, north(510), 500)).toBe(false);
    expect(isNear(branch, north(510, 50), 500)).toBe(true);
    expect(isNear(branch, north(690, 100_000), 500)).toBe(true);
    expect(isNear(branch, north(710, 100_000), 500)).toBe(false);
  });
});
