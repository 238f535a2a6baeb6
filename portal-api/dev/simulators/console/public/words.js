const DAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];

/** 11月28日 周六 上午 9:00, in China whatever the computer's own zone. */
export function dateTime(iso) {
  const at = new Date(Date.parse(iso) + 8 * 3_600_000);
  const hour = at.getUTCHours();
  const part = hour < 6 ? '凌晨' : hour < 12 ? '上午' : hour < 18 ? '下午' : '晚上';
  const minute = String(at.getUTCMinutes()).padStart(2, '0');
  const clock = `${hour > 12 ? hour - 12 : hour}:${minute}`;
  const day = `${at.getUTCMonth() + 1}月${at.getUTCDate()}日 ${DAYS[at.getUTCDay()]}`;
  return `${day} ${part} ${clock}`;
}

export function money(fen) {
  return `¥${(fen / 100).toFixed(2)}`;
}

/** How many minutes until the next 08:00 in China. */
export function minutesToEight(iso) {
  const minuteOfDay = Math.floor((Date.parse(iso) + 8 * 3_600_000) / 60_000) % 1440;
  const left = (8 * 60 - minuteOfDay + 1440) % 1440;
  return left === 0 ? 1440 : left;
}

export const ORDER_STATES = {
  NOTPAY: ['待支付', 'warn'],
  SUCCESS: ['已支付', 'good'],
  REFUND: ['有退款', ''],
  CLOSED: ['已关闭', ''],
};

export const REFUND_STATES = {
  PROCESSING: ['退款中', 'warn'],
  SUCCESS: ['已退款', 'good'],
  CLOSED: ['退款关闭', 'bad'],
  ABNORMAL: ['退款异常', 'bad'],
};

export const NOTICE_STATES = {
  waiting: ['等待重发', 'warn'],
  held: ['扣住未发', 'warn'],
  delivered: ['已送达', 'good'],
  'given-up': ['已放弃', 'bad'],
  lost: ['已丢失', 'bad'],
};

export const EVENTS = {
  'TRANSACTION.SUCCESS': '支付成功通知',
  'REFUND.SUCCESS': '退款成功通知',
  'REFUND.CLOSED': '退款关闭通知',
  'REFUND.ABNORMAL': '退款异常通知',
};
