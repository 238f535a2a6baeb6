import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { adoptServerTime, now } from '@/shared/clock/clock';
import { countdown, formatDay, formatMoment, nearDay, shortMoment, timeRange } from './dates';

describe('dates as patients read them', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse('2026-11-21T01:00:00Z') });
    adoptServerTime('2026-11-21T01:00:00Z');
  });
  afterEach(() => vi.useRealTimers());

  it('writes a day with its weekday, and the year where it is another', () => {
    expect(formatDay('2026-11-28')).toBe('11月28日 周六');
    expect(formatDay('2027-01-04')).toBe('2027年1月4日 周一');
  });

  it('writes a slot in Asia/Shanghai, wherever the phone is', () => {
    expect(timeRange('2026-11-28T01:00:00Z', '2026-11-28T01:15:00Z')).toBe('上午 9:00–9:15');
    expect(timeRange('2026-11-28T06:30:00Z', '2026-11-28T06:45:00Z')).toBe('下午 2:30–2:45');
    expect(timeRange('2026-11-28T03:45:00Z', '2026-11-28T04:15:00Z')).toBe('上午 11:45–12:15');
  });

  it('says a moment of the small hours on the right day', () => {
    expect(formatMoment('2026-11-27T16:05:00Z')).toBe('11月28日 周六 上午 0:05');
  });

  it('says an afternoon as people say it, never 下午 15:33', () => {
    expect(formatMoment('2026-11-22T07:33:00Z')).toBe('11月22日 周日 下午 3:33');
    expect(formatMoment('2026-11-22T04:30:00Z')).toBe('11月22日 周日 下午 12:30');
    expect(formatMoment('2026-11-22T11:00:00Z')).toBe('11月22日 周日 晚间 7:00');
  });

  it('says today, tomorrow and yesterday', () => {
    expect(nearDay('2026-11-21')).toBe('今天');
    expect(nearDay('2026-11-22')).toBe('明天');
    expect(nearDay('2026-11-23')).toBe('周一');
    expect(shortMoment('2026-11-21T00:05:00Z')).toBe('8:05');
    expect(shortMoment('2026-11-20T00:05:00Z')).toBe('昨天 8:05');
  });

  it('counts down in minutes, above an hour in hours, never below zero', () => {
    expect(countdown(599)).toBe('09:59');
    expect(countdown(3_661)).toBe('1:01:01');
    expect(countdown(-5)).toBe('00:00');
  });

  it('follows the hospital’s clock, not the phone’s', () => {
    adoptServerTime('2026-11-25T01:00:00Z');
    expect(new Date(now()).toISOString()).toBe('2026-11-25T01:00:00.000Z');
    expect(nearDay('2026-11-25')).toBe('今天');
  });
});
