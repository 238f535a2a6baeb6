import { expect, it } from 'vitest';
import { feeWordsOf } from './words';

it.each([
  ['booked', 'unpaid', '待支付'],
  ['booked', 'pay-at-desk', '到院支付'],
  ['cancelled', 'unpaid', '未支付'],
  ['cancelled', 'pay-at-desk', '未支付'],
  ['cancelled', 'refunded', '已退款'],
] as const)('a visit %s and %s says %s of its fee', (status, feeState, words) => {
  expect(feeWordsOf({ status, feeState })).toBe(words);
});
