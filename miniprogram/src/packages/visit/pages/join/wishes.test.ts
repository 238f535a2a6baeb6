import { describe, expect, it } from 'vitest';
import type { Slot } from '@/shared/api/doctors';
import type { Day } from '@/shared/ui/DayStrip/DayStrip';
import { wishOptions } from './wishes';

const slot = (id: string, remaining: number, patch: Partial<Slot> = {}): Slot => ({
  id,
  doctorId: 'doctor-1',
  doctorName: '王建国',
  doctorTitle: 'chief',
  departmentId: 'department-1',
  departmentName: '心血管内科',
  branchId: 'branch-1',
  date: '2026-11-24',
  period: 'morning',
  startsAt: '2026-11-24T01:00:00Z',
  endsAt: '2026-11-24T01:15:00Z',
  remaining,
  feeFen: 5_000,
  isOpen: true,
  isOnline: true,
  opensAt: null,
  ...patch,
});
const day = (date: string, state: Day['state']): Day => ({
  date,
  state,
  remaining: state === 'available' ? 3 : 0,
  opensAt: null,
});
const known = { doctorId: 'doctor-1', date: '2026-11-24', slotId: 's1' };
const offered = (options: ReturnType<typeof wishOptions>) =>
  options.map(({ value, disabled }) => [value, disabled ? 'free' : 'may wait']);

describe('what may be waited for', () => {
  it('is the slot, while its half-day and other days have places', () => {
    const slots = [slot('s1', 0), slot('s2', 4)];
    const days = [day('2026-11-24', 'available'), day('2026-11-25', 'available')];
    expect(offered(wishOptions({ ...known, slots, days }))).toEqual([
      ['slot', 'may wait'],
      ['morning', 'free'],
      ['doctor', 'free'],
    ]);
  });

  it('is also the half-day and the doctor, where everything is taken', () => {
    const slots = [slot('s1', 0), slot('s2', 0), slot('s3', 2, { period: 'afternoon' })];
    const days = [day('2026-11-24', 'full'), day('2026-11-25', 'suspended')];
    expect(offered(wishOptions({ ...known, slots, days }))).toEqual([
      ['slot', 'may wait'],
      ['morning', 'may wait'],
      ['doctor', 'may wait'],
    ]);
  });

  it('counts places that are not released yet as none', () => {
    const slots = [slot('s1', 0), slot('s2', 5, { isOpen: false })];
    const days = [day('2026-11-24', 'full')];
    const [, halfDay] = wishOptions({ ...known, slots, days });
    expect(halfDay).toMatchObject({ disabled: false, wish: { kind: 'half-day' } });
  });

  it('is every full half-day of the day, where no slot was chosen', () => {
    const slots = [slot('s1', 0), slot('s3', 0, { period: 'afternoon' })];
    const days = [day('2026-11-24', 'full')];
    const options = wishOptions({ ...known, slotId: null, slots, days });
    expect(options.map(({ value }) => value)).toEqual(['morning', 'afternoon', 'doctor']);
  });
});
