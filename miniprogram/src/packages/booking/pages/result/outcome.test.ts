import { describe, expect, it } from 'vitest';
import { outcomeOf } from './outcome';

describe('what became of a booking', () => {
  it('blames nobody’s payment when it is the hospital that does not confirm the number', () => {
    const refused = {
      status: 'cancelled',
      cancelReason: 'number-refused',
      hospitalConfirmation: null,
    } as const;
    expect(outcomeOf({ ...refused, feeState: 'refunding' }).words).toBe(
      '医院没能确认这个号，预约已取消。您付的钱会原路退还',
    );
    expect(outcomeOf({ ...refused, feeState: 'unpaid' }).words).toContain('您没有付款');
    expect(outcomeOf({ ...refused, feeState: 'unpaid' }).words).not.toContain('保留时间');
  });

  it('speaks of no success before the hospital that keeps the numbers has confirmed', () => {
    const booked = { status: 'booked', cancelReason: null, feeState: 'paid' } as const;
    const awaited = outcomeOf({ ...booked, hospitalConfirmation: 'awaited' });
    expect(awaited).toMatchObject({
      isGood: false,
      title: '等待医院确认',
      words: '已付款，医院确认后会通知您；未能确认将全额退款',
    });
    const unpaid = { ...booked, feeState: 'pay-at-desk', hospitalConfirmation: 'awaited' } as const;
    expect(outcomeOf(unpaid).words).not.toContain('已付款');
    expect(outcomeOf({ ...booked, hospitalConfirmation: 'given' }).title).toBe('预约成功');
  });

  it('says of a hold that ran out whether money was on its way', () => {
    const late = { status: 'cancelled', cancelReason: null, hospitalConfirmation: null } as const;
    expect(outcomeOf({ ...late, feeState: 'refunded' }).words).toContain('付款到得晚');
    expect(outcomeOf({ ...late, feeState: 'unpaid' }).words).toContain('保留时间已过');
  });
});
