/** The words of messages about 信用: what was recorded, what follows from it, and what can be done. */
import { chineseDay, localDateOf } from '../../kernel';
import type { Message } from './message-texts';
import type { VisitFacts } from './visit-facts';

export interface StandingFacts {
  counted: number;
  limit: number;
  windowDays: number;
  appealUntil: Date;
  suspendedUntil: Date | null;
}

export interface MarkFacts extends StandingFacts {
  nameMasked: string;
  kind: 'manual' | 'late-cancel';
  reason: string;
}

export interface AppealFacts {
  nameMasked: string;
  isUpheld: boolean;
  answer: string;
  suspendedUntil: Date | null;
}

const dayOf = (instant: Date) => chineseDay(localDateOf(instant));

export function noShowMessage(visit: VisitFacts, credit: StandingFacts): Message {
  const { time, department, doctor, nameMasked: name } = visit;
  const until = dayOf(credit.appealUntil);
  return {
    kind: 'no-show-recorded',
    title: '未到诊记录',
    body: `${name}${time} ${department} ${doctor}未到诊，已记爽约一次，${credit.windowDays} 天内共 ${credit.counted} 次。${followsOf(credit)}如有特殊情况，请在 ${until} 前申诉。`,
    sms: {
      template: 'NO_SHOW_RECORDED',
      params: { name, time, department, doctor, appealUntil: until.split(' ')[0] ?? until },
    },
  };
}

export function creditMarkedMessage(mark: MarkFacts): Message {
  const { nameMasked: name, kind, reason } = mark;
  const until = dayOf(mark.appealUntil);
  const why = kind === 'manual' ? `医院记录：${endWithStop(reason)}` : '临近就诊时间取消预约。';
  return {
    kind: 'credit-marked',
    title: '信用记录增加一条',
    body: `${name}的信用记录增加一条，${mark.windowDays} 天内共 ${mark.counted} 次。${why}${followsOf(mark)}如有异议，请在 ${until} 前申诉。`,
    sms: {
      template: 'CREDIT_MARKED',
      params: { name, appealUntil: until.split(' ')[0] ?? until },
    },
  };
}

function followsOf({ suspendedUntil, limit }: StandingFacts): string {
  return suspendedUntil
    ? `已暂停网上预约至 ${dayOf(suspendedUntil)}。`
    : `满 ${limit} 次将暂停网上预约。`;
}

const endWithStop = (text: string) => (/[。？]$/.test(text) ? text : `${text}。`);

export function appealDecidedMessage(appeal: AppealFacts): Message {
  const { nameMasked: name, isUpheld, answer, suspendedUntil } = appeal;
  const outcome = isUpheld ? '申诉已通过，这条记录不再计入' : '申诉未通过，记录保留';
  const standing = suspendedUntil ? `网上预约暂停至 ${dayOf(suspendedUntil)}。` : '';
  return {
    kind: 'credit-appeal-decided',
    title: isUpheld ? '申诉已通过' : '申诉未通过',
    body: `${name}的信用${outcome}。医院答复：${endWithStop(answer)}${standing}`,
    sms: {
      template: 'APPEAL_DECIDED',
      params: { name, result: isUpheld ? '已通过' : '未通过' },
    },
  };
}
