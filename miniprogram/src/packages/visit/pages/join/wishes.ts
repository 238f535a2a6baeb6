import type { DayPeriod } from '@suizhen/contract/wire';
import type { Slot } from '@/shared/api/doctors';
import { clockTime, formatDay } from '@/shared/format/dates';
import type { Day } from '@/shared/ui/DayStrip/DayStrip';
import type { Wish } from '../../api/waitlist';
import { periodWords } from '../../model/waitlist-words';

export interface WishOption {
  value: string;
  label: string;
  note: string;
  /** True while something is free there: then there is nothing to wait for. */
  disabled: boolean;
  wish: Wish;
}

interface Known {
  doctorId: string;
  date: string | null;
  slotId: string | null;
  slots: readonly Slot[];
  days: readonly Day[];
}

const periods: readonly DayPeriod[] = ['morning', 'afternoon', 'evening'];
const isFree = (slot: Slot): boolean => slot.isOpen && slot.remaining > 0;
const stillFree = '还有号，可以直接预约';

function slotOption({ slots, slotId }: Known): WishOption[] {
  const slot = slots.find(({ id }) => id === slotId);
  if (!slot) return [];
  const disabled = isFree(slot);
  const time = `${clockTime(slot.startsAt)}–${clockTime(slot.endsAt)}`;
  return [
    {
      value: 'slot',
      label: '只要这个时段',
      note: disabled ? stillFree : `${formatDay(slot.date)} ${periodWords[slot.period]} ${time}`,
      disabled,
      wish: { kind: 'slot', slotId: slot.id },
    },
  ];
}

function halfDayOptions({ doctorId, date, slotId, slots }: Known): WishOption[] {
  if (!date) return [];
  const ofSlot = slots.find(({ id }) => id === slotId)?.period;
  return periods
    .filter((period) => !ofSlot || period === ofSlot)
    .flatMap((period) => {
      const open = slots.filter((slot) => slot.period === period && slot.isOpen);
      if (open.length === 0) return [];
      const disabled = open.some(isFree);
      return [
        {
          value: period,
          label: `${formatDay(date)} ${periodWords[period]}都行`,
          note: disabled ? stillFree : '这半天任何一个时段',
          disabled,
          wish: { kind: 'half-day' as const, doctorId, date, period },
        },
      ];
    });
}

function doctorOption({ doctorId, days }: Known): WishOption[] {
  if (!days.some(({ state }) => state === 'full' || state === 'available')) return [];
  const disabled = days.some(({ state }) => state === 'available');
  return [
    {
      value: 'doctor',
      label: '这位医生哪天都行',
      note: disabled ? '其他日子还有号，可以直接预约' : '可预约日期内的任意一天',
      disabled,
      wish: { kind: 'doctor', doctorId },
    },
  ];
}

/** What may be waited for, from narrow to wide. */
export const wishOptions = (known: Known): WishOption[] => [
  ...slotOption(known),
  ...halfDayOptions(known),
  ...doctorOption(known),
];
