import { z } from 'zod';
import { defineSetting } from '../../kernel';

export const maxPatientsPerAccount = defineSetting({
  key: 'patients.maxPerAccount',
  group: '就诊人',
  title: '每个账号的就诊人数量',
  description: '一个账号最多可以添加多少位就诊人（含本人）；已添加的不受影响',
  schema: z.int('请填写整数').min(1, '至少 1 位').max(20, '最多 20 位'),
  defaultValue: 5,
});

export const patientSettings = [maxPatientsPerAccount] as const;
