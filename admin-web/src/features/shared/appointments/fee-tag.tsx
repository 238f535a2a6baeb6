import type { AppointmentStatus, FeeState } from '@suizhen/contract/wire';
import { feeTones, feeWords } from '@/shared/format/labels';
import { ToneTag } from '@/shared/ui/tone-tag';

/** Where the fee stands. Nothing is owed for a cancelled visit that was never paid. */
export function FeeTag({ status, feeState }: { status: AppointmentStatus; feeState: FeeState }) {
  const isOwed = feeState === 'unpaid' || feeState === 'pay-at-desk';
  if (status === 'cancelled' && isOwed) return <ToneTag tone="plain">未支付</ToneTag>;
  return <ToneTag tone={feeTones[feeState]}>{feeWords[feeState]}</ToneTag>;
}
