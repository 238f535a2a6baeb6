import { beforeEach, describe, expect, it, vi } from 'vitest';
import { adoptServerTime } from '@/shared/clock/clock';
import { cleanNumber, draftProblems, emptyDraft, readingOf, type VitalDraft } from './vital-form';

const moment = '2026-03-04T01:02:30Z';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(moment) });
  adoptServerTime(moment);
});

const draft = (patch: Partial<VitalDraft>): VitalDraft => ({ ...emptyDraft(), ...patch });

describe('what is typed', () => {
  it('becomes a number, whichever key stands for the point', () => {
    expect(cleanNumber('6，1')).toBe('6.1');
    expect(cleanNumber('6.1.2')).toBe('6.12');
    expect(cleanNumber('约 120 mmHg')).toBe('120');
  });

  it('is a reading of the present minute', () => {
    expect(readingOf('glucose', draft({ main: '6.1', moment: 'after-meal' }))).toEqual({
      kind: 'glucose',
      systolic: null,
      diastolic: null,
      value: 6.1,
      moment: 'after-meal',
      measuredAt: '2026-03-04T01:02:00.000Z',
      note: '',
    });
  });

  it('needs both numbers of blood pressure, the upper one above', () => {
    expect(readingOf('blood-pressure', draft({ main: '120' }))).toBeNull();
    const swapped = draft({ main: '80', diastolic: '120' });
    expect(draftProblems('blood-pressure', swapped).diastolic).toContain('低压应小于高压');
    expect(readingOf('blood-pressure', swapped)).toBeNull();
    const reading = readingOf('blood-pressure', draft({ main: '128', diastolic: '82' }));
    expect(reading).toMatchObject({ systolic: 128, diastolic: 82, value: null, moment: null });
  });

  it('is doubted where nobody could live with it', () => {
    expect(draftProblems('temperature', draft({ main: '366' })).main).toContain('25 到 45');
    expect(readingOf('temperature', draft({ main: '366' }))).toBeNull();
  });

  it('may be of earlier, and never of later', () => {
    const earlier = { isNow: false, date: '2026-03-03', time: '22:15' };
    expect(readingOf('weight', draft({ main: '61.5', ...earlier }))?.measuredAt).toBe(
      '2026-03-03T14:15:00.000Z',
    );
    const later = { isNow: false, date: '2026-03-04', time: '12:00' };
    expect(draftProblems('weight', draft({ main: '61.5', ...later })).time).toContain('还没有到');
  });
});
