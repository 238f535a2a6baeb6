import { z } from 'zod';
import { defineSetting } from '../../kernel';

export const uploadsPerDay = defineSetting({
  key: 'files.uploadsPerDay',
  group: '信用规则',
  title: '每日上传材料数',
  description: '同一账号 24 小时内最多上传多少份材料',
  schema: z.int('请填写整数').min(1, '至少 1 份').max(200, '最多 200 份'),
  defaultValue: 40,
});

export const staffUploadsPerDay = defineSetting({
  key: 'files.staffUploadsPerDay',
  group: '健康档案',
  title: '员工每日上传材料数',
  description: '同一员工 24 小时内最多为患者档案上传多少份图片或 PDF',
  schema: z.int('请填写整数').min(1, '至少 1 份').max(2_000, '最多 2000 份'),
  defaultValue: 300,
});
