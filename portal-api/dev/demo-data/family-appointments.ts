import { addDays, addMinutes } from '../../src/kernel/local-date';
import { portalAccounts } from './accounts';
import { departmentId } from './directory';
import type { DemoContext } from './demo-context';
import { demoId } from './seeded';
import type { DemoSlot, StoryEnd, StoryWish } from './story';

interface Plan {
  /** Index of the account and of the family member. */
  who: [account: number, member: number];
  department: string;
  /** The first day from here on with a free place. */
  fromDay: number;
  end: StoryEnd;
  isPaidOnline: boolean;
}

/** What the demo accounts find in their list: something in every state a patient meets. */
const plans: readonly Plan[] = [
  { who: [0, 0], department: '03.07', fromDay: 2, end: 'booked', isPaidOnline: true },
  { who: [0, 2], department: '07', fromDay: 4, end: 'booked', isPaidOnline: false },
  { who: [0, 3], department: '03.04', fromDay: -12, end: 'fulfilled', isPaidOnline: true },
  { who: [0, 0], department: '13', fromDay: -20, end: 'cancelled-by-patient', isPaidOnline: true },
  { who: [0, 1], department: '04.03', fromDay: -7, end: 'noshow', isPaidOnline: false },
  { who: [0, 0], department: '10', fromDay: -5, end: 'hold-expired', isPaidOnline: false },
  { who: [1, 0], department: '03.02', fromDay: -9, end: 'fulfilled', isPaidOnline: true },
  { who: [1, 0], department: '03.02', fromDay: 5, end: 'booked', isPaidOnline: true },
  { who: [2, 0], department: '03.04', fromDay: 1, end: 'booked', isPaidOnline: false },
  { who: [2, 0], department: '50.01', fromDay: -15, end: 'cancelled-by-staff', isPaidOnline: true },
];

/** Only when the hospital is new: later days bring the families nothing by themselves. */
export function familyAppointments(
  { today, now }: DemoContext,
  slots: readonly DemoSlot[],
): StoryWish[] {
  if (slots[0] === undefined || slots[0].date >= today) return [];
  return plans.flatMap((plan) => {
    const from = addDays(today, plan.fromDay);
    const department = departmentId('MAIN', plan.department);
    const slot = slots.find(
      (one) =>
        one.department_id === department &&
        one.date >= from &&
        // Ended or not, as the story needs it.
        (plan.fromDay < 0 ? one.ends_at < now : one.starts_at > addMinutes(now, 600)) &&
        one.channels.includes('any'),
    );
    return slot ? [toWish(plan, slot, now)] : [];
  });
}

function toWish(plan: Plan, slot: DemoSlot, now: Date): StoryWish {
  const [account, member] = plan.who;
  const phone = portalAccounts[account]?.phone ?? '';
  const dayBefore = addMinutes(slot.starts_at, -1_500);
  return {
    slot,
    number: slot.numbers[slot.channels.indexOf('any')] ?? 0,
    patientId: demoId('patient', `${phone}/${member}`),
    accountId: demoId('account', phone),
    channel: 'wechat',
    end: plan.end,
    isPaidOnline: plan.isPaidOnline,
    createdAt: dayBefore < now ? dayBefore : addMinutes(now, plan.isPaidOnline ? -1_530 : -90),
  };
}
