import { describe, expect, it } from 'vitest';
import { outcomeOf } from './outcome';

describe('what became of a booking', () => {
  it('blames nobody’s payment when it is the hospital that does not confirm the number', () => {
    const refused = { status: 'cancelled', cancelReason: 'number-refused' } as const;
    expect(outcomeOf({ ...refused, feeState: 'refunding' }).words).toBe(
      '医院没能确认这个号，预约已取消。您付的钱会原路退还',
    );
    expect(outcomeOf({ ...refused, feeState: 'unpaid' }).words).toContain('您没有付款');
    expect(outcomeOf({ ...refused, feeState: 'unpaid' }).words).not.toContain('保留时间');
  });

  it('says of a hold that ran out whether money was on its way', () => {
    const late = { status: 'cancelled', cancelReason: null } as const;
    expect(outcomeOf({ ...late, feeState: 'refunded' }).words).toContain('付款到得晚');
    expect(outcomeOf({ ...late, feeState: 'unpaid' }).words).toContain('保留时间已过');
  });
});
