import { z } from 'zod';
import { defineSetting } from '../../../kernel';

const group = '系统对接';

export const branchesOfHis = defineSetting({
  key: 'integration.hisNumberBranches',
  group,
  title: '号源由医院系统掌握的院区',
  description: '填院区编码。这些院区先在医院系统锁号，再支付，再确认；其他院区的号源由本系统掌握',
  schema: z.array(z.string().trim().min(1, '请填写院区编码').max(30)).max(50, '最多 50 个'),
  defaultValue: [],
});

export const confirmMinutes = defineSetting({
  key: 'integration.confirmMinutes',
  group,
  title: '确认号源的期限（分钟）',
  description: '支付后医院系统一直没有确认，超过多少分钟自动取消并退款',
  schema: z.int('请填写整数').min(2, '至少 2 分钟').max(240, '最多 4 小时'),
  defaultValue: 30,
});
