import { z } from 'zod';
import { defineSetting } from '../../../kernel';

const group = '系统对接';

export const branchesOfHis = defineSetting({
  key: 'integration.hisNumberBranches',
  group,
  title: '号源由医院系统掌握的院区',
  description:
    '填院区编码，见“科室与医生”的“院区”。这些院区先在医院系统锁号，再支付，再确认；其他院区的号源由本系统掌握。加入后请在“系统对接”把搁置的排班重新收入',
  schema: z.array(z.string().trim().min(1, '请填写院区编码').max(30)).max(50, '最多 50 个'),
  defaultValue: [],
  // A name that is nobody's would leave a branch selling numbers that are not its own, unnoticed.
  async problem(codes, database) {
    const rows = await database.query<{ code: string }>(
      `select code from branch where code = any($1)`,
      [codes],
    );
    const known = new Set(rows.map(({ code }) => code));
    const unknown = codes.filter((code) => !known.has(code));
    return unknown.length > 0 ? `没有编码为 ${unknown.join('、')} 的院区` : null;
  },
});

export const confirmMinutes = defineSetting({
  key: 'integration.confirmMinutes',
  group,
  title: '确认号源的期限（分钟）',
  description: '支付后医院系统一直没有确认，超过多少分钟自动取消并退款',
  schema: z.int('请填写整数').min(2, '至少 2 分钟').max(240, '最多 4 小时'),
  defaultValue: 30,
});
