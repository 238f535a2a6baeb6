import { navigate } from '@/app/navigate';
import { ApiError, sentenceOf, type FailureCode } from '@/shared/request/api-error';
import { Button } from '@/shared/ui/Button/Button';
import { Notice } from '@/shared/ui/Notice';

const saidInPlace: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'ALREADY_BOOKED',
  'SLOT_NOT_OPEN',
  'PATIENT_LOCKED',
  'PATIENT_SUSPENDED',
]);

/** True where BookingRefusal says it, so that no toast has to. */
export const isRefusedInPlace = (problem: unknown): boolean =>
  problem instanceof ApiError && saidInPlace.has(problem.code);

interface BookingRefusalProps {
  error: unknown;
  /** For whom a place was asked. */
  patientId: string | null;
}

/** Why no place was given, and where that can be looked into. */
export function BookingRefusal({ error, patientId }: BookingRefusalProps) {
  if (!(error instanceof ApiError) || !isRefusedInPlace(error)) return null;
  return (
    <Notice tone="warn">
      {sentenceOf(error)}
      {error.code === 'ALREADY_BOOKED' ? (
        <Button look="text" isInline onTap={() => navigate('visits')}>
          查看已有预约
        </Button>
      ) : null}
      {error.code === 'PATIENT_SUSPENDED' && patientId ? (
        <Button look="text" isInline onTap={() => navigate('credit', { id: patientId })}>
          看看原因，或申诉
        </Button>
      ) : null}
    </Notice>
  );
}
