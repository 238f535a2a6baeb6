import type { Answer } from '@/shared/api/client';
import { useRead } from '@/shared/api/hooks';
import { ListError, ListLoading } from '@/shared/ui/list-state';
import { looksOnce } from '@/features/shared/reports/reads';
import { DentalPictures } from './dental-pictures';
import { DentalWork } from './dental-work';
import { ToothChart } from './tooth-chart';
import './dental.css';

export type DentalRecord = Answer<'getPatientDentalRecord'>;

interface Props {
  patientId: string;
  mayAdd: boolean;
}

/** Teeth: what was found and done at each, pictures before and after, and work of the laboratory. */
export function DentalPart({ patientId, mayAdd }: Props) {
  const record = useRead('getPatientDentalRecord', { params: { patientId } }, looksOnce);
  if (record.error && !record.data) {
    return (
      <div className="card">
        <ListError error={record.error} onRetry={() => void record.refetch()} />
      </div>
    );
  }
  if (!record.data) return <ListLoading />;
  const parts = { patientId, mayAdd, record: record.data };
  return (
    <>
      <ToothChart {...parts} />
      <DentalWork {...parts} />
      <DentalPictures {...parts} />
    </>
  );
}

export interface DentalProps extends Props {
  record: DentalRecord;
}
