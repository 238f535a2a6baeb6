import { DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import { DepartmentPicker, DoctorPicker } from '@/features/shared/pickers';
import { useClinicToday, useSession } from '@/features/shared/session';
import type { Answer } from '@/shared/api/client';
import { useRead } from '@/shared/api/hooks';
import { formatDay, formatSpan, clockOf } from '@/shared/format/date';
import { periodWords, roomWords } from '@/shared/format/labels';
import { useFilters } from '@/shared/hooks/use-filters';
import { ListEmpty, ListError, ListLoading } from '@/shared/ui/list-state';
import { Page } from '@/shared/ui/page';
import { VisitTable } from './visit-table';

export type Clinic = Answer<'getClinicDay'>['clinics'][number];
type Filter = 'date' | 'department' | 'doctor' | 'clinic';

const REFRESH_MS = 15_000;

/** Before the doors open: who comes, why, what was last time, what to have ready. */
export function ClinicDayPage() {
  const { filters, setFilters } = useFilters<Filter>();
  const today = useClinicToday();
  const { doctorId } = useSession();
  const date = filters.date ?? today;
  const day = useRead(
    'getClinicDay',
    {
      query: {
        date,
        ...(filters.department ? { departmentId: filters.department } : {}),
        ...(filters.doctor ? { doctorId: filters.doctor } : {}),
      },
    },
    { refetchInterval: REFRESH_MS },
  );
  const clinics = day.data?.clinics;
  const chosen =
    clinics?.find((one) => one.rosterId === filters.clinic) ??
    clinics?.find((one) => one.doctorId === doctorId) ??
    clinics?.find((one) => one.visits.length > 0) ??
    clinics?.[0];
  return (
    <Page
      title="门诊准备"
      note={formatDay(date)}
      filters={
        <>
          <DatePicker
            aria-label="日期"
            allowClear={false}
            value={dayjs(date)}
            onChange={(next) => {
              const chosen = next?.format('YYYY-MM-DD');
              setFilters({ date: chosen === today ? '' : chosen, clinic: '' });
            }}
          />
          <DepartmentPicker
            value={filters.department}
            onChange={(department) => setFilters({ department, doctor: '', clinic: '' })}
          />
          <DoctorPicker
            value={filters.doctor}
            departmentId={filters.department}
            onChange={(doctor) => setFilters({ doctor, clinic: '' })}
          />
          {clinics && clinics.length > 1 && (
            <Select
              aria-label="门诊"
              showSearch={{ optionFilterProp: 'label' }}
              style={{ width: 260 }}
              value={chosen?.rosterId ?? null}
              onChange={(clinic: string) => setFilters({ clinic })}
              options={clinics.map((one) => ({ value: one.rosterId, label: clinicWords(one) }))}
            />
          )}
        </>
      }
    >
      {day.error && !clinics ? (
        <ListError error={day.error} onRetry={() => void day.refetch()} />
      ) : clinics === undefined ? (
        <ListLoading />
      ) : chosen === undefined ? (
        <div className="card">
          <ListEmpty title="这一天没有出诊" hint="可以换个日期、科室或医生。" />
        </div>
      ) : (
        <ClinicView clinic={chosen} />
      )}
    </Page>
  );
}

const clinicWords = ({ doctorName, period, departmentName, visits }: Clinic): string =>
  `${doctorName} ${periodWords[period]}，${departmentName}，${visits.length} 位`;

function ClinicView({ clinic }: { clinic: Clinic }) {
  return (
    <div className="stack">
      <div className="quiet num">
        <b>{clinic.doctorName}</b> {roomWords(clinic)}{' '}
        {formatSpan(clockOf(clinic.startsAt), clockOf(clinic.endsAt))}
        {clinic.isSuspended && <b className="danger-text"> 已停诊</b>}
      </div>
      <VisitTable clinic={clinic} />
    </div>
  );
}
