/** The words about waiting and about moved visits. */
import type { DayPeriod, WaitlistTarget } from '@suizhen/contract';
import { chineseDay, chineseMoment, type LocalDate } from '../../kernel/local-date';
import type { Message } from './message-texts';
import type { VisitFacts } from './visit-facts';

/** What messages about an entry of the waitlist say. */
export interface WaitFacts {
  nameMasked: string;
  target: WaitlistTarget;
  from: LocalDate;
  to: LocalDate;
  period: DayPeriod | null;
  startsAt: Date | null;
  department: string;
  doctor: string;
}

export interface OfferFacts {
  startsAt: Date;
  number: number;
  expiresAt: Date;
}

const periods: Record<DayPeriod, string> = { morning: '上午', afternoon: '下午', evening: '晚上' };

export function waitlistJoinedMessage(wait: WaitFacts): Message {
  return {
    kind: 'waitlist-joined',
    title: '已加入候补',
    body: `${wait.nameMasked}正在候补${wishText(wait)}。有号时会通知您，请留意短信和消息。`,
  };
}

export function waitlistOfferedMessage(wait: WaitFacts, offer: OfferFacts): Message {
  const { nameMasked: name, department, doctor } = wait;
  const time = chineseMoment(offer.startsAt);
  const deadline = chineseMoment(offer.expiresAt);
  return {
    kind: 'waitlist-offered',
    title: '候补有号了，请尽快接受',
    body: `${name}候补的${time} ${department} ${doctor} 有号了，序号 ${offer.number}。请在 ${deadline} 前接受，逾期让给下一位。`,
    sms: { template: 'WAITLIST_OFFERED', params: { name, time, department, doctor, deadline } },
  };
}

/** @param left how many more may be missed, where there is a limit */
export function waitlistMissedMessage(wait: WaitFacts, offer: OfferFacts, left?: number): Message {
  const time = chineseMoment(offer.startsAt);
  const warning = left === undefined ? '' : `再错过 ${left} 次，候补会自动结束。`;
  return {
    kind: 'waitlist-missed',
    title: '候补号已让给下一位',
    body: `${wait.nameMasked}没有在 ${chineseMoment(offer.expiresAt)} 前接受${time} ${wait.department} ${wait.doctor} 的号，已让给下一位。您仍在候补，有号会再通知。${warning}`,
  };
}

export function waitlistEndedMessage(wait: WaitFacts, reason: string): Message {
  const { nameMasked: name, department, doctor } = wait;
  return {
    kind: 'waitlist-ended',
    title: '候补已结束',
    body: `${name}候补的${wishText(wait)}已结束：${reason}。`,
    sms: { template: 'WAITLIST_ENDED', params: { name, time: daysText(wait), department, doctor } },
  };
}

export function rescheduledMessage(visit: VisitFacts): Message {
  const { nameMasked: name, time, department, doctor, number, place } = visit;
  return {
    kind: 'appointment-rescheduled',
    title: '改约成功',
    body: `${name}的预约已改到${time} ${department} ${doctor}，就诊序号 ${number}，地点：${place}。预约号和签到码不变。`,
    sms: {
      template: 'APPOINTMENT_RESCHEDULED',
      params: { name, time, department, doctor, number, place },
    },
  };
}

function wishText(wait: WaitFacts): string {
  return `${daysText(wait)} ${wait.department} ${wait.doctor}`;
}

function daysText({ startsAt, period, from, to }: WaitFacts): string {
  if (startsAt) return chineseMoment(startsAt);
  if (period) return `${chineseDay(from)} ${periods[period]}`;
  return from === to ? chineseDay(from) : `${chineseDay(from)}至${chineseDay(to)}`;
}
