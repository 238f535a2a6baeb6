import { expect, it } from 'vitest';
import { promptsFor, type PromptFacts } from './prompts';

const plain: PromptFacts = {
  age: 40,
  careClass: 'regular',
  allergies: '',
  noShows: 0,
  visitCount: 2,
  feeState: 'paid',
  lastVisit: null,
  follows: null,
};

it('says nothing where nothing differs', () => {
  expect(promptsFor(plain)).toEqual([]);
});

it('says first what could harm', () => {
  const prompts = promptsFor({
    ...plain,
    age: 82,
    careClass: 'special',
    allergies: '青霉素',
    noShows: 2,
    visitCount: 0,
    feeState: 'pay-at-desk',
  });
  expect(prompts).toEqual([
    '过敏：青霉素',
    '特殊患者，接诊前请查看档案备注',
    '82 岁高龄，请留意行动和陪同',
    '首次来院就诊',
    '近期爽约 2 次',
    '挂号费未缴',
  ]);
});

it('names the visit that a follow-up follows, or else the last one', () => {
  const lastVisit = { date: '2026-02-03', departmentName: '心内科', doctorName: '李医生' };
  expect(promptsFor({ ...plain, lastVisit })).toEqual(['上次就诊 2026年2月3日 心内科 李医生']);
  expect(promptsFor({ ...plain, lastVisit, follows: '2026-02-03' })).toEqual([
    '复诊预约，上次 2月3日 周二',
  ]);
});
