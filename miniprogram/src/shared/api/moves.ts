/** Moving a visit (改约): what the rules allow and where the latest move stands. */
import { useQuery } from '@tanstack/react-query';
import type { ResponseOf } from '@suizhen/contract';
import { call } from '@/shared/request/client';
import { yuan } from '@/shared/format/money';
import { keys, useMayReadRecords } from './queries';

export type MoveRules = ResponseOf<'getMyReschedule'>;
export type Move = NonNullable<MoveRules['latest']>;

export function useMoveRules(appointmentId: string, isWanted = true) {
  const enabled = useMayReadRecords() && isWanted && appointmentId !== '';
  return useQuery({
    queryKey: keys.move(appointmentId),
    queryFn: () => call('getMyReschedule', { params: { appointmentId } }),
    enabled,
  });
}

/** The move that waits for its difference, if there is one. */
export const openMove = (rules: MoveRules | undefined): Move | null =>
  rules?.latest?.state === 'awaiting-payment' ? rules.latest : null;

/** 需补 ¥5.00, 退回 ¥5.00 or 费用不变. */
export function differenceWords(fen: number): string {
  if (fen === 0) return '费用不变';
  return fen > 0 ? `需补 ${yuan(fen)}` : `退回 ${yuan(-fen)}`;
}
