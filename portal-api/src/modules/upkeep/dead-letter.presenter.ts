import type { ResponseOf } from '@suizhen/contract';
import { uuidPattern } from '../../kernel';
import type { FailedDelivery } from '../delivery';
import type { FailedEvent } from './failed-events';

type DeadLetter = ResponseOf<'listDeadLetters'>['items'][number];

/** What a subscriber or a message is for; one that nobody named shows as it is written. */
const names: Record<string, string> = {
  'announce-booked': '通知预约成功',
  'announce-cancelled': '通知预约取消',
  'announce-payment': '通知支付成功',
  'announce-refund': '通知退款完成',
  'announce-proxy': '通知添加就诊人',
  'announce-no-show': '通知未到诊',
  'announce-credit-mark': '通知信用记录',
  'announce-transfer': '通知转诊室候诊',
  'announce-appeal': '通知申诉结果',
  'take-roster-again': '重新接收医院排班',
  'appointment-booked': '预约成功通知',
  'appointment-cancelled': '预约取消通知',
  'appointment-reminder': '就诊提醒',
  'payment-received': '支付成功通知',
  'refund-completed': '退款完成通知',
  'proxy-added': '添加就诊人通知',
  'no-show-recorded': '未到诊通知',
  'credit-marked': '信用记录通知',
  'queue-transferred': '转诊室候诊通知',
  'credit-appeal-decided': '申诉结果通知',
};
const channelNames: Record<FailedDelivery['channel'], string> = {
  sms: '短信',
  mail: '邮件',
  wechat: '微信',
};

export function presentFailedEvent(row: FailedEvent): DeadLetter {
  const source = row.source ?? '';
  return {
    id: row.id,
    kind: 'event',
    name: names[source] ?? (source || '未知事项'),
    source,
    failedAt: row.failed_at.toISOString(),
    attempts: row.attempts,
    error: withoutNumbers(row.error),
    ids: idsOfEvent(row),
  };
}

export function presentFailedDelivery(row: FailedDelivery): DeadLetter {
  return {
    id: row.id,
    kind: 'delivery',
    name: `${channelNames[row.channel]}：${names[row.kind] ?? row.kind}`,
    source: `${row.channel} ${row.template}`,
    failedAt: row.created_at.toISOString(),
    attempts: row.attempts,
    error: withoutNumbers(row.last_error),
    ids: onlyIds({ deliveryId: row.id, patientId: row.patient_id, accountId: row.account_id }),
  };
}

/** Ids of the payload; whatever else an event might carry one day stays where it is. */
export function idsOfEvent({ data }: FailedEvent): Record<string, string> {
  return onlyIds({ ...data?.payload, eventId: data?.meta?.eventId });
}

function onlyIds(fields: Record<string, unknown>): Record<string, string> {
  const ids = Object.entries(fields).filter(
    (field): field is [string, string] =>
      typeof field[1] === 'string' && uuidPattern.test(field[1]),
  );
  return Object.fromEntries(ids);
}

/** An error's text may quote what it stumbled over: long rows of digits are phones and documents. */
function withoutNumbers(error: string | null): string | null {
  return error === null ? null : error.replace(/\d{6,}[\dXx]*/g, '***').slice(0, 300);
}
