import { z } from 'zod';
import { defineSetting } from '../../kernel';

export const uploadsPerDay = defineSetting({
  key: 'files.uploadsPerDay',
  group: '信用规则',
  title: '每日上传材料数',
  description: '同一账号 24 小时内最多上传多少份材料',
  schema: z.int('请填写整数').min(1, '至少 1 份').max(200, '最多 200 份'),
  defaultValue: 20,
});
