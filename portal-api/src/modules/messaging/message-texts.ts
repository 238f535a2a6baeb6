/** The words of every message: masked names, times and places, never a diagnosis. */
import type { CancelReason, MessageKind, PaymentMethod } from '@suizhen/contract';
import type { SmsParams, SmsTemplateId } from '../delivery';
import type { VisitFacts } from './visit-facts';

/** An SMS template with exactly its parameters. */
type SmsText = {
  [T in SmsTemplateId]: { template: T; params: SmsParams<T> };
}[SmsTemplateId];

export interface Message {
  kind: MessageKind;
  title: string;
  body: string;
  /** Left out: in the app alone. */
  sms?: SmsText;
}

const methods: Record<PaymentMethod, string> = {
  'wechat-jsapi': '微信支付',
  'wechat-native': '微信支付',
  cash: '现金',
  'bank-card': '银行卡',
  insurance: '医保',
};

export function bookedMessage(visit: VisitFacts, whatToBring: string): Message {
  const atDesk = visit.feeState === 'pay-at-desk' ? '挂号费请到院后在前台支付。' : '';
  return {
    kind: 'appointment-booked',
    title: '预约成功',
    body: `${visit.nameMasked}已预约${visitText(visit)}，就诊序号 ${visit.number}，地点：${visit.place}。${atDesk}${whatToBring}`,
    sms: { template: 'APPOINTMENT_BOOKED', params: placeParams(visit) },
  };
}

export function paidMessage(visit: VisitFacts, amountFen: number, method: PaymentMethod): Message {
  const amount = yuan(amountFen);
  const awaited = visit.isAwaited ? '医院确认后会通知您；未能确认将全额退款。' : '';
  return {
    kind: 'payment-received',
    title: '缴费成功',
    body: `已收到${visit.nameMasked}${visitText(visit)}的挂号费 ${amount} 元（${methods[method]}）。${awaited}`,
    sms: { template: 'PAYMENT_RECEIVED', params: { ...visitParams(visit), amount } },
  };
}

/** Where the hospital ended it: why. */
const cancelWords: Partial<Record<CancelReason, string>> = {
  'clinic-suspended': '（医生停诊）',
  'number-refused': '（医院号源未能确认）',
};

export function cancelledMessage(visit: VisitFacts): Message {
  const isRefunded = visit.feeState === 'refunding' || visit.feeState === 'refunded';
  const by = visit.cancelledBy === 'patient' ? '已取消' : '已由医院取消';
  const why = cancelWords[visit.cancelReason ?? 'other'] ?? '';
  const refund = isRefunded ? '，挂号费将原路退回' : '';
  return {
    kind: 'appointment-cancelled',
    title: '预约已取消',
    body: `${visit.nameMasked}${visitText(visit)}的预约${by}${why}${refund}。`,
    sms: {
      template: isRefunded ? 'APPOINTMENT_CANCELLED_REFUND' : 'APPOINTMENT_CANCELLED',
      params: visitParams(visit),
    },
  };
}

export function refundedMessage(visit: VisitFacts, amountFen: number): Message {
  const amount = yuan(amountFen);
  return {
    kind: 'refund-completed',
    title: '退费完成',
    body: `${visit.nameMasked}${visitText(visit)}的挂号费 ${amount} 元已退回原支付方式。`,
    sms: { template: 'REFUND_COMPLETED', params: { ...visitParams(visit), amount } },
  };
}

/** Names the day itself, not “tomorrow”: the message is right whenever it is read. */
export function reminderMessage(visit: VisitFacts, whatToBring: string): Message {
  return {
    kind: 'appointment-reminder',
    title: '就诊提醒',
    body: `提醒${visit.nameMasked}${visitText(visit)}就诊，序号 ${visit.number}，地点：${visit.place}。${whatToBring}`,
    sms: { template: 'APPOINTMENT_REMINDER', params: placeParams(visit) },
  };
}

export function clinicSuspendedMessage(
  visit: VisitFacts,
  answerBefore: string,
  servicePhone: string,
): Message {
  const { name, time, department, doctor } = visitParams(visit);
  return {
    kind: 'clinic-suspended',
    title: '医生停诊，请选择改约或退费',
    body: `${name}预约的${visitText(visit)}停诊，非常抱歉。请在 ${answerBefore} 前选择改约或退费，逾期将自动取消，已缴的挂号费会退回。`,
    sms: {
      template: 'CLINIC_SUSPENDED',
      params: { name, time, department, doctor, deadline: answerBefore, servicePhone },
    },
  };
}

export function proxyAddedMessage(nameMasked: string, servicePhone: string): Message {
  return {
    kind: 'proxy-added',
    title: '就诊人被其他账号添加',
    body: `又有一个账号添加了就诊人${nameMasked}，可以为其预约和查看记录。如非您同意，请致电 ${servicePhone}。`,
    sms: { template: 'PROXY_ADDED', params: { name: nameMasked, servicePhone } },
  };
}

/** Where somebody stands in the waiting hall. */
export interface QueueFacts {
  nameMasked: string;
  number: string;
  department: string;
  doctor: string;
  place: string;
}

export function queueCalledMessage(queue: QueueFacts): Message {
  return {
    kind: 'queue-called',
    title: '请到诊室就诊',
    body: `请 ${queue.number} 号 ${queue.nameMasked}到${queue.place}就诊（${queue.department} ${queue.doctor}）。`,
    sms: { template: 'QUEUE_CALLED', params: queueParams(queue) },
  };
}

export function queueNearMessage(queue: QueueFacts): Message {
  return {
    kind: 'queue-called',
    title: '快到您了',
    body: `${queue.number} 号 ${queue.nameMasked}快到了，请到${queue.place}附近候诊（${queue.department} ${queue.doctor}）。`,
    sms: { template: 'QUEUE_NEAR', params: queueParams(queue) },
  };
}

export function queueTransferredMessage(queue: QueueFacts): Message {
  const { nameMasked: name, number, doctor, place } = queue;
  return {
    kind: 'queue-transferred',
    title: '已为您转到其他诊室',
    body: `${name}由 ${doctor} 接诊（${queue.department}），请到${place}候诊，号改为 ${number} 号。原来的号不再使用。`,
    sms: { template: 'QUEUE_TRANSFERRED', params: { name, number, doctor, place } },
  };
}

function queueParams({ nameMasked: name, number, place }: QueueFacts) {
  return { name, number, place };
}

function visitText(visit: VisitFacts): string {
  return `${visit.time} ${visit.department} ${visit.doctor}`;
}

function visitParams(visit: VisitFacts) {
  const { nameMasked: name, time, department, doctor } = visit;
  return { name, time, department, doctor };
}

function placeParams(visit: VisitFacts) {
  return { ...visitParams(visit), number: visit.number, place: visit.place };
}

/** 2500 → 25.00 */
function yuan(fen: number): string {
  return `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
}
