/** The words of messages about reports and readings: that there is something to read, never what it says. */
import type { Message } from './message-texts';

export interface ReportFacts {
  nameMasked: string;
  /** Of the branch: its name and address. */
  place: string;
}

export function reportReleasedMessage({ nameMasked: name }: ReportFacts): Message {
  return {
    kind: 'report-released',
    title: '新的检查报告',
    body: `${name}有一份新的检查报告，请在“检查报告”中查看。`,
    sms: { template: 'REPORT_RELEASED', params: { name } },
  };
}

export function reportCorrectedMessage({ nameMasked: name }: ReportFacts): Message {
  return {
    kind: 'report-corrected',
    title: '检查报告已更正',
    body: `${name}的一份检查报告已更正，此前的内容作废，请在“检查报告”中重新查看。如有疑问请咨询医生。`,
    sms: { template: 'REPORT_CORRECTED', params: { name } },
  };
}

export function reportWithdrawnMessage({ nameMasked: name }: ReportFacts): Message {
  return {
    kind: 'report-corrected',
    title: '检查报告已撤回',
    body: `${name}的一份检查报告已由医院撤回，请勿再以它为准。如有疑问请咨询医生。`,
    sms: { template: 'REPORT_WITHDRAWN', params: { name } },
  };
}

export function reportInPersonMessage({ nameMasked: name, place }: ReportFacts): Message {
  return {
    kind: 'report-in-person',
    title: '检查报告请到院领取',
    body: `${name}有一份检查报告需要本人到院领取，地点：${place}。请携带有效身份证件。`,
    sms: { template: 'REPORT_IN_PERSON', params: { name, place } },
  };
}

export function vitalAlarmMessage(nameMasked: string): Message {
  return {
    kind: 'vital-alarm',
    title: '测量值超出设定范围',
    body: `${nameMasked}的健康日记有一次测量超出设定范围，已同时通知医院。请休息后再测一次；如有不适，请立即就医或拨打 120。`,
    sms: { template: 'VITAL_ALARM', params: { name: nameMasked } },
  };
}
