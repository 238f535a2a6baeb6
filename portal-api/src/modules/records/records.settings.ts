import { releaseRules, reportKinds, type ReleaseRule, type ReportKind } from '@suizhen/contract';
import { z } from 'zod';
import { defineSetting, type SettingDefinition } from '../../kernel';

const group = '报告与危急值';
const whole = z.int('请填写整数');

export const reportKindNames: Record<ReportKind, string> = {
  lab: '检验报告',
  imaging: '影像报告',
  pathology: '病理报告',
  'physical-exam': '体检报告',
  'dental-picture': '口腔影像',
};

const ruleWords =
  '：at-once 报告发出即可查看；after-review 医护审阅后；after-hours 报告发出若干小时后；in-person 仅现场领取';

function releaseRule(kind: ReportKind, defaultValue: ReleaseRule): SettingDefinition<ReleaseRule> {
  return defineSetting<ReleaseRule>({
    key: `records.release.${kind}`,
    group,
    title: `${reportKindNames[kind]}何时给患者`,
    description: `患者何时可以看到${reportKindNames[kind]}${ruleWords}`,
    schema: z.enum(releaseRules),
    defaultValue,
  });
}

export const releaseRuleOf: Record<ReportKind, SettingDefinition<ReleaseRule>> = {
  lab: releaseRule('lab', 'at-once'),
  imaging: releaseRule('imaging', 'at-once'),
  pathology: releaseRule('pathology', 'in-person'),
  'physical-exam': releaseRule('physical-exam', 'after-review'),
  'dental-picture': releaseRule('dental-picture', 'at-once'),
};

const hours = (kind: ReportKind) =>
  whole
    .min(0, '不能小于 0')
    .max(24 * 30, '最多 30 天')
    .meta({ title: reportKindNames[kind] });

export const releaseHours = defineSetting({
  key: 'records.releaseHours',
  group,
  title: '延时给患者（小时）',
  description: '规则为“报告发出若干小时后”的报告，发出多少小时后患者可以看到',
  schema: z.object({
    lab: hours('lab'),
    imaging: hours('imaging'),
    pathology: hours('pathology'),
    'physical-exam': hours('physical-exam'),
    'dental-picture': hours('dental-picture'),
  }),
  defaultValue: Object.fromEntries(reportKinds.map((kind) => [kind, 24])) as Record<
    ReportKind,
    number
  >,
});

export const inPersonWords = defineSetting({
  key: 'records.inPersonWords',
  group,
  title: '仅现场领取的项目',
  description: '报告或项目的名称、代码含有其中之一的，不论种类只能现场领取',
  schema: z
    .array(z.string().trim().min(2, '每项至少 2 个字').max(40, '每项最多 40 个字'))
    .max(50, '最多 50 项'),
  defaultValue: ['HIV', '艾滋', '人类免疫缺陷病毒'],
});

export const criticalMinutes = defineSetting({
  key: 'records.criticalMinutes',
  group,
  title: '危急值确认时限（分钟）',
  description: '危急值多少分钟内无人确认则上报一级：先科室，再院区，最后全院可处理报告的人员',
  schema: whole.min(1, '至少 1 分钟').max(240, '最多 4 小时'),
  defaultValue: 15,
});

export const criticalFollowUpHours = defineSetting({
  key: 'records.criticalFollowUpHours',
  group,
  title: '危急值随访期限（小时）',
  description: '确认危急值后多少小时内电话随访患者',
  schema: whole.min(1, '至少 1 小时').max(168, '最多 7 天'),
  defaultValue: 24,
});

/** A system that is connected brings years of results along: what was critical then has long been acted on. */
export const criticalWithinHours = defineSetting({
  key: 'records.criticalWithinHours',
  group,
  title: '危急值有效期（小时）',
  description: '报告发出超过多少小时才收到的，不再提醒危急值（如首次接入时的历史报告）',
  schema: whole.min(1, '至少 1 小时').max(720, '最多 30 天'),
  defaultValue: 72,
});

export const announceWithinDays = defineSetting({
  key: 'records.announceWithinDays',
  group,
  title: '新报告提醒有效期（天）',
  description: '报告发出超过多少天才收到的，不再发消息提醒患者（如首次接入时的历史报告）',
  schema: whole.min(1, '至少 1 天').max(90, '最多 90 天'),
  defaultValue: 7,
});

export const recordsSettings: readonly SettingDefinition[] = [
  ...reportKinds.map((kind) => releaseRuleOf[kind]),
  releaseHours,
  inPersonWords,
  criticalMinutes,
  criticalFollowUpHours,
  criticalWithinHours,
  announceWithinDays,
];
