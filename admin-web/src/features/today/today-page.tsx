import { useNavigate } from '@tanstack/react-router';
import { Button, DatePicker, Segmented } from 'antd';
import dayjs from 'dayjs';
import { useMemo, useState } from 'react';
import { AppointmentDrawer } from '@/features/shared/appointments/appointment-drawer';
import { appointmentColumns, type AppointmentRow } from '@/features/shared/appointments/columns';
import { PaymentDialog } from '@/features/shared/appointments/payment-dialog';
import { SlipDialog } from '@/features/shared/appointments/slip';
import { useBranch } from '@/features/shared/branch';
import { CheckInButton } from '@/features/shared/check-in/check-in-button';
import { ScanField } from '@/features/shared/check-in/scan-field';
import { DoctorPicker } from '@/features/shared/pickers';
import { useClinicToday, useMay } from '@/features/shared/session';
import { usePages, useRead } from '@/shared/api/hooks';
import { addDays, formatDay } from '@/shared/format/date';
import { appointmentWords, oneOf } from '@/shared/format/labels';
import { useFilters } from '@/shared/hooks/use-filters';
import { DataTable } from '@/shared/ui/data-table';
import { ListError, ListLoading } from '@/shared/ui/list-state';
import { Page } from '@/shared/ui/page';
import { DepartmentList, takenOf, type DepartmentCounts } from './department-list';
import './today.css';

type Filter = 'date' | 'department' | 'doctor' | 'status' | 'open';
type Status = keyof typeof appointmentWords;

const REFRESH_MS = 30_000;

export function TodayPage() {
  const { filters, setFilters } = useFilters<Filter>();
  const today = useClinicToday();
  const date = filters.date ?? today;
  const may = useMay();
  const navigate = useNavigate();
  const { branchId } = useBranch();
  const summary = useRead(
    'getDaySummary',
    { query: { date, ...(branchId ? { branchId } : {}) } },
    { refetchInterval: REFRESH_MS },
  );
  const departments = useMemo(
    () => [...(summary.data?.departments ?? [])].sort((a, b) => takenOf(b) - takenOf(a)),
    [summary.data],
  );
  const chosen = departments.filter(
    (one) => filters.department === undefined || one.departmentId === filters.department,
  );
  return (
    <Page
      title={date === today ? '今日' : formatDay(date)}
      note={`${formatDay(date)}，每半分钟自动更新`}
      actions={
        may('appointment.create') && (
          <Button
            type="primary"
            data-main
            onClick={() =>
              void navigate({
                to: '/booking',
                search: { department: filters.department, doctor: filters.doctor, date },
              })
            }
          >
            挂号
          </Button>
        )
      }
      filters={<TodayFilters date={date} today={today} counts={countsOf(chosen)} />}
    >
      <div className="today">
        <aside className="card today-side">
          {summary.error && !summary.data ? (
            <ListError error={summary.error} onRetry={() => void summary.refetch()} />
          ) : summary.isPending ? (
            <ListLoading rows={8} />
          ) : (
            <DepartmentList
              departments={departments}
              chosen={filters.department}
              onChoose={(department) => setFilters({ department, doctor: '' })}
            />
          )}
        </aside>
        <DayTable date={date} />
      </div>
      <AppointmentDrawer appointmentId={filters.open} onClose={() => setFilters({ open: '' })} />
    </Page>
  );
}

function countsOf(departments: DepartmentCounts[]): Record<Status, number> {
  const sum = (pick: (one: DepartmentCounts) => number): number =>
    departments.reduce((total, one) => total + pick(one), 0);
  return {
    pending: sum((one) => one.pending),
    booked: sum((one) => one.booked),
    arrived: sum((one) => one.arrived),
    fulfilled: sum((one) => one.fulfilled),
    cancelled: sum((one) => one.cancelled),
    noshow: sum((one) => one.noshow),
  };
}

interface FilterProps {
  date: string;
  today: string;
  counts: Record<Status, number>;
}

function TodayFilters({ date, today, counts }: FilterProps) {
  const { filters, setFilters } = useFilters<Filter>();
  const go = (next: string): void => setFilters({ date: next === today ? '' : next });
  return (
    <>
      <Button onClick={() => go(addDays(date, -1))} aria-label="前一天">
        ‹
      </Button>
      <DatePicker
        aria-label="日期"
        allowClear={false}
        value={dayjs(date)}
        onChange={(day) => day && go(day.format('YYYY-MM-DD'))}
        style={{ width: 140 }}
      />
      <Button onClick={() => go(addDays(date, 1))} aria-label="后一天">
        ›
      </Button>
      {date !== today && <Button onClick={() => go(today)}>回到今天</Button>}
      {date === today && <ScanField onFound={(open) => setFilters({ open })} />}
      <DoctorPicker
        value={filters.doctor}
        departmentId={filters.department}
        onChange={(doctor) => setFilters({ doctor })}
      />
      <Segmented<string>
        aria-label="状态"
        value={filters.status ?? ''}
        onChange={(status) => setFilters({ status })}
        options={[
          { value: '', label: '全部' },
          ...(Object.keys(appointmentWords) as Status[]).map((status) => ({
            value: status,
            label: `${appointmentWords[status]} ${counts[status]}`,
          })),
        ]}
      />
    </>
  );
}

function DayTable({ date }: { date: string }) {
  const { filters, setFilters } = useFilters<Filter>();
  const { branchId } = useBranch();
  const may = useMay();
  const today = useClinicToday();
  const [paying, setPaying] = useState<AppointmentRow | null>(null);
  const [printing, setPrinting] = useState<string | null>(null);
  const status = oneOf(appointmentWords, filters.status);
  const { query, rows } = usePages('listAppointments', {
    query: {
      from: date,
      to: date,
      limit: 100,
      ...(branchId ? { branchId } : {}),
      ...(filters.department ? { departmentId: filters.department } : {}),
      ...(filters.doctor ? { doctorId: filters.doctor } : {}),
      ...(status ? { status } : {}),
    },
  });
  const columns = useMemo(
    () => [
      ...appointmentColumns((open) => setFilters({ open })),
      {
        title: '操作',
        render: (_: unknown, row: AppointmentRow) => (
          <span className="row" style={{ gap: 12, flexWrap: 'nowrap' }}>
            {row.status === 'booked' && row.date === today && (
              <CheckInButton appointmentId={row.id} isLink />
            )}
            {row.feeState === 'pay-at-desk' && row.status === 'booked' && may('payment.create') && (
              <Button type="link" className="link-button" onClick={() => setPaying(row)}>
                收费
              </Button>
            )}
            {row.status !== 'cancelled' && may('appointment.print') && (
              <Button type="link" className="link-button" onClick={() => setPrinting(row.id)}>
                凭条
              </Button>
            )}
          </span>
        ),
      },
    ],
    // The grants behind `may` change only with the session, which redraws the page anyway.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [setFilters],
  );
  return (
    <div className="today-main">
      <DataTable<AppointmentRow>
        label="当日预约"
        query={query}
        rows={rows}
        rowKey="id"
        columns={columns}
        empty={{ title: '这一天还没有符合条件的预约', hint: '可以点右上角“挂号”为患者预约。' }}
      />
      {paying && (
        <PaymentDialog
          appointmentId={paying.id}
          feeFen={paying.feeFen}
          onClose={() => setPaying(null)}
          {...(may('appointment.print')
            ? { onPaid: (appointment) => setPrinting(appointment.id) }
            : {})}
        />
      )}
      {printing !== null && (
        <SlipDialog appointmentId={printing} onClose={() => setPrinting(null)} />
      )}
    </div>
  );
}
