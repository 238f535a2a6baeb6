import type { ReactNode } from 'react';
import { ListEmpty, ListError, ListLoading } from '@/shared/ui/list-state';

interface Reading {
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
}

interface Props {
  /** The doctors, and what stands in their cells. */
  readings: Reading[];
  isEmpty: boolean;
  children: ReactNode;
}

/** The states before there is a grid of doctors to draw. */
export function DoctorRows({ readings, isEmpty, children }: Props) {
  const failed = readings.find((one) => one.error);
  if (failed) {
    return (
      <div className="card">
        <ListError
          error={failed.error}
          onRetry={() => readings.forEach((one) => void one.refetch())}
        />
      </div>
    );
  }
  if (readings.some((one) => one.isPending)) return <ListLoading rows={10} />;
  if (!isEmpty) return <>{children}</>;
  return (
    <div className="card">
      <ListEmpty title="没有可以排班的医生" hint="请换一个科室，或先在“科室与医生”里添加。" />
    </div>
  );
}
