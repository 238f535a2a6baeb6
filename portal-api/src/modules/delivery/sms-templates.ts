/**
 * Every SMS of the product, as registered at the vendor: a message carries the template's id and its
 * parameters only. `max` is the longest value the vendor takes, in letters.
 */
export interface SmsTemplate {
  text: string;
  params: Readonly<Record<string, { max: number }>>;
}

const code = { code: { max: 6 }, minutes: { max: 2 } };
const visit = {
  name: { max: 12 },
  time: { max: 24 },
  department: { max: 20 },
  doctor: { max: 12 },
};

export const smsTemplates = {
  LOGIN_CODE: {
    text: '您的登录验证码是 ${code}，${minutes} 分钟内有效。请勿告诉他人。',
    params: code,
  },
  CLOSE_ACCOUNT_CODE: {
    text: '您正在注销账号，验证码 ${code}，${minutes} 分钟内有效。如非本人操作，请勿告诉他人。',
    params: code,
  },
  PATIENT_CLAIM_CODE: {
    text: '有账号正在添加您为就诊人，验证码 ${code}，${minutes} 分钟内有效。如非您同意，请勿告诉他人。',
    params: code,
  },
  STEP_UP_CODE: {
    text: '您正在查看检查报告，验证码 ${code}，${minutes} 分钟内有效。如非本人操作，请勿告诉他人。',
    params: code,
  },
  APPOINTMENT_BOOKED: {
    text: '${name}，您已预约${time} ${department} ${doctor}，就诊序号 ${number}，地点：${place}。',
    params: { ...visit, number: { max: 6 }, place: { max: 30 } },
  },
  PAYMENT_RECEIVED: {
    text: '${name}，已收到您${time} ${department} ${doctor}的挂号费 ${amount} 元。',
    params: { ...visit, amount: { max: 10 } },
  },
  APPOINTMENT_CANCELLED: {
    text: '${name}，您${time} ${department} ${doctor}的预约已取消。',
    params: visit,
  },
  APPOINTMENT_CANCELLED_REFUND: {
    text: '${name}，您${time} ${department} ${doctor}的预约已取消，挂号费将原路退回。',
    params: visit,
  },
  REFUND_COMPLETED: {
    text: '${name}，您${time} ${department} ${doctor}的挂号费 ${amount} 元已退回。',
    params: { ...visit, amount: { max: 10 } },
  },
  APPOINTMENT_REMINDER: {
    text: '${name}，提醒您${time} ${department} ${doctor}就诊，序号 ${number}，地点：${place}。',
    params: { ...visit, number: { max: 6 }, place: { max: 30 } },
  },
  NO_SHOW_RECORDED: {
    text: '${name}，您${time} ${department} ${doctor}未到诊，已记爽约一次。如有特殊情况，可在 ${appealUntil} 前申诉。',
    params: { ...visit, appealUntil: { max: 12 } },
  },
  CREDIT_MARKED: {
    text: '${name}，您的信用记录增加了一条。如有异议，可在 ${appealUntil} 前申诉，详情请在信用记录中查看。',
    params: { name: { max: 12 }, appealUntil: { max: 12 } },
  },
  APPEAL_DECIDED: {
    text: '${name}，您的信用申诉已处理：${result}。详情请在信用记录中查看。',
    params: { name: { max: 12 }, result: { max: 10 } },
  },
  CLINIC_SUSPENDED: {
    text: '${name}，非常抱歉，您预约的${time} ${department} ${doctor}停诊。请在 ${deadline} 前选择改约或退费，咨询 ${servicePhone}。',
    params: { ...visit, deadline: { max: 24 }, servicePhone: { max: 20 } },
  },
  QUEUE_CALLED: {
    text: '${name}，${number} 号请到${place}就诊。',
    params: { name: { max: 12 }, number: { max: 6 }, place: { max: 30 } },
  },
  QUEUE_NEAR: {
    text: '${name}，${number} 号快到了，请到${place}附近候诊。',
    params: { name: { max: 12 }, number: { max: 6 }, place: { max: 30 } },
  },
  QUEUE_TRANSFERRED: {
    text: '${name}，已为您转到${doctor}接诊，号改为 ${number} 号，请到${place}候诊。',
    params: {
      name: { max: 12 },
      doctor: { max: 20 },
      number: { max: 6 },
      place: { max: 30 },
    },
  },
  APPOINTMENT_RESCHEDULED: {
    text: '${name}，您的预约已改到${time} ${department} ${doctor}，就诊序号 ${number}，地点：${place}。',
    params: { ...visit, number: { max: 6 }, place: { max: 30 } },
  },
  WAITLIST_OFFERED: {
    text: '${name}，您候补的${time} ${department} ${doctor}有号了，请在 ${deadline} 前打开小程序接受，逾期让给下一位。',
    params: { ...visit, deadline: { max: 24 } },
  },
  WAITLIST_ENDED: {
    text: '${name}，您候补的${time} ${department} ${doctor}已结束，未能约到号，可以改约其他时间。',
    params: visit,
  },
  REPORT_RELEASED: {
    text: '${name}，您有一份新的检查报告，请打开小程序查看。',
    params: { name: { max: 12 } },
  },
  REPORT_CORRECTED: {
    text: '${name}，您的一份检查报告已更正，请打开小程序重新查看。',
    params: { name: { max: 12 } },
  },
  REPORT_WITHDRAWN: {
    text: '${name}，您的一份检查报告已由医院撤回，请打开小程序查看。',
    params: { name: { max: 12 } },
  },
  REPORT_IN_PERSON: {
    text: '${name}，您有一份检查报告需要到院领取，地点：${place}，请携带有效身份证件。',
    params: { name: { max: 12 }, place: { max: 30 } },
  },
  VITAL_ALARM: {
    text: '${name}，您的健康日记有一次测量超出设定范围，请打开小程序查看。如有不适，请立即就医。',
    params: { name: { max: 12 } },
  },
  PROXY_ADDED: {
    text: '${name}，又有一个账号添加您为就诊人。如非您同意，请致电 ${servicePhone}。',
    params: { name: { max: 12 }, servicePhone: { max: 20 } },
  },
} as const satisfies Record<string, SmsTemplate>;

export type SmsTemplateId = keyof typeof smsTemplates;
export type SmsParams<T extends SmsTemplateId> = Record<
  keyof (typeof smsTemplates)[T]['params'],
  string
>;

export function isSmsTemplate(id: string): id is SmsTemplateId {
  return Object.hasOwn(smsTemplates, id);
}

/**
 * Exactly the parameters of the template, each on one line and short enough for the vendor; letters
 * are counted as people see them, so no name is cut within a letter.
 * @throws when a parameter is missing: a message with a hole in it helps nobody
 */
export function fitSmsParams(
  id: SmsTemplateId,
  params: Readonly<Record<string, string>>,
): Record<string, string> {
  const fitted: Record<string, string> = {};
  for (const [name, { max }] of Object.entries(smsTemplates[id].params)) {
    const value = params[name];
    if (value === undefined) throw new Error(`SMS template ${id} needs ${name}`);
    const letters = Array.from(value.replace(/\s+/g, ' ').trim());
    fitted[name] =
      letters.length > max ? `${letters.slice(0, max - 1).join('')}…` : letters.join('');
  }
  return fitted;
}
