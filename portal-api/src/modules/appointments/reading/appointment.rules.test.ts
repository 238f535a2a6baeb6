import { expect, it } from 'vitest';
import { cancelBefore, cancelRefusal } from './appointment.rules';

const startsAt = '2026-03-04T01:00:00+00:00';
const at = (time: string) => new Date(`2026-03-03T${time}:00Z`);
const booked = {
  status: 'booked',
  fee_state: 'paid',
  starts_at: startsAt,
  is_suspended: false,
  is_awaited: false,
} as const;

it('lets patients cancel until the cut-off, to the minute', () => {
  expect(cancelBefore(startsAt, 120)).toEqual(at('23:00'));
  expect(cancelRefusal(booked, false, 120, at('22:59'))).toBeNull();
  expect(cancelRefusal(booked, false, 120, at('23:00'))).toBe('CANCEL_CUTOFF_PASSED');
});

it('lets a held place be given back at any time', () => {
  expect(cancelRefusal({ ...booked, status: 'pending' }, false, 120, at('23:30'))).toBeNull();
});

it('lets a suspended visit be given up at any time', () => {
  expect(cancelRefusal({ ...booked, is_suspended: true }, false, 120, at('23:30'))).toBeNull();
});

it('lets what the hospital has not confirmed be given up at any time', () => {
  expect(cancelRefusal({ ...booked, is_awaited: true }, false, 120, at('23:30'))).toBeNull();
});

it('sends who paid at the desk to the desk', () => {
  expect(cancelRefusal(booked, true, 120, at('10:00'))).toBe('PAID_AT_DESK');
});

it.each(['arrived', 'fulfilled', 'cancelled', 'noshow'] as const)(
  'is too late when %s',
  (status) => {
    expect(cancelRefusal({ ...booked, status }, false, 120, at('10:00'))).toBe('INVALID_STATE');
  },
);
