import { describe, expect, it } from 'vitest';
import { offerDeadline } from './offer-deadline';

const night = { offerMinutes: 30, quietFrom: '22:00', quietUntil: '07:00' };
const at = (moment: string) => new Date(`2026-03-${moment}:00+08:00`);
const far = at('09T08:00');

describe('the deadline of an offer', () => {
  it.each([
    ['by day', '03T09:00', '03T09:30'],
    ['just before the night', '03T21:59', '03T22:29'],
    ['at night', '03T22:00', '04T07:30'],
    ['after midnight', '04T03:00', '04T07:30'],
    ['as the night ends', '04T07:00', '04T07:30'],
  ])('%s', (_, now, deadline) => {
    expect(offerDeadline(at(now), night, far)).toEqual(at(deadline));
  });

  it('is never beyond the cut-off', () => {
    expect(offerDeadline(at('03T09:00'), night, at('03T09:10'))).toEqual(at('03T09:10'));
    expect(offerDeadline(at('03T23:00'), night, at('04T07:10'))).toEqual(at('04T07:10'));
  });

  it('knows a quiet time within one day, and none', () => {
    const noon = { ...night, quietFrom: '12:00', quietUntil: '14:00' };
    expect(offerDeadline(at('03T12:30'), noon, far)).toEqual(at('03T14:30'));
    expect(offerDeadline(at('03T23:00'), noon, far)).toEqual(at('03T23:30'));
    const none = { ...night, quietFrom: '07:00', quietUntil: '07:00' };
    expect(offerDeadline(at('03T03:00'), none, far)).toEqual(at('03T03:30'));
  });
});
