import { useNavigate } from '@tanstack/react-router';
import { Button, DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import { useMemo, useState } from 'react';
import { useBranch } from '@/features/shared/branch';
import { DepartmentPicker, DoctorPicker } from '@/features/shared/pickers';
import { useClinicToday, useMay } from '@/features/shared/session';
import { usePages } from '@/shared/api/hooks';
import { addDays } from '@/shared/format/date';
import { appointmentWords, channelWords, feeWords, oneOf, optionsOf } from '@/shared/format/labels';
import { useFilters } from '@/shared/hooks/use-filters';
import { DataTable } from '@/shared/ui/data-table';
import { Page } from '@/shared/ui/page';
import { AppointmentDrawer } from '@/features/shared/appointments/appointment-drawer';
import { BulkCancel } from './bulk-cancel';
import {
  appointmentColumns,
  channelColumn,
  dayColumn,
  type AppointmentRow,
} from '@/features/shared/appointments/columns';

type Filter = 'from' | 'to' | 'department' | 'doctor' | 'status' | 'channel' | 'fee' | 'open';

export function AppointmentsPage() {
  const { filters, setFilters } = useFilters<Filter>();
  const may = useMay();
  const navigate = useNavigate();
  const { query, rows } = useAppointments();
  const [chosen, setChosen] = useState<string[]>([]);
  const chosenRows = (rows ?? []).filter((row) => chosen.includes(row.id));
  const columns = useMemo(
    () => [dayColumn, ...appointmentColumns((open) => setFilters({ open })), channelColumn],
    [setFilters],
  );
  return (
    <Page
      title="预约"
      actions={
        <>
          {chosenRows.length > 0 && (
            <BulkCancel rows={chosenRows} onFinished={() => setChosen([])} />
          )}
          {may('appointment.create') && (
            <Button type="primary" data-main onClick={() => void navigate({ to: '/booking' })}>
              挂号
            </Button>
          )}
        </>
      }
      filters={<AppointmentFilters />}
    >
      <DataTable<AppointmentRow>
        label="预约"
        query={query}
        rows={rows}
        rowKey="id"
        columns={columns}
        {...(may('appointment.update')
          ? {
              rowSelection: {
                selectedRowKeys: chosen,
                onChange: (keys) => setChosen(keys.map(String)),
                getCheckboxProps: (row) => ({
                  disabled: row.status !== 'booked' && row.status !== 'pending',
                  'aria-label': `选择 ${row.appointmentNo}`,
                }),
              },
            }
          : {})}
        empty={{ title: '这段时间没有符合条件的预约', hint: '可以换个日期，或清除筛选。' }}
      />
      <AppointmentDrawer appointmentId={filters.open} onClose={() => setFilters({ open: '' })} />
    </Page>
  );
}

/** The span in view: a week from today until someone chooses otherwise. */
function useSpan(): { from: string; to: string } {
  const { filters } = useFilters<Filter>();
  const today = useClinicToday();
  const from = filters.from ?? today;
  return { from, to: filters.to ?? addDays(from, 6) };
}

function useAppointments() {
  const { filters } = useFilters<Filter>();
  const { branchId } = useBranch();
  const status = oneOf(appointmentWords, filters.status);
  const channel = oneOf(channelWords, filters.channel);
  const feeState = oneOf(feeWords, filters.fee);
  return usePages('listAppointments', {
    query: {
      ...useSpan(),
      limit: 50,
      ...(branchId ? { branchId } : {}),
      ...(filters.department ? { departmentId: filters.department } : {}),
      ...(filters.doctor ? { doctorId: filters.doctor } : {}),
      ...(status ? { status } : {}),
      ...(channel ? { channel } : {}),
      ...(feeState ? { feeState } : {}),
    },
  });
}

function AppointmentFilters() {
  const { filters, setFilters } = useFilters<Filter>();
  const { from, to } = useSpan();
  const choice = (
    name: 'status' | 'channel' | 'fee',
    words: Record<string, string>,
    all: string,
  ) => (
    <Select
      aria-label={all}
      allowClear
      placeholder={all}
      style={{ width: 120 }}
      value={filters[name] ?? null}
      options={optionsOf(words)}
      onChange={(value?: string) => setFilters({ [name]: value })}
    />
  );
  return (
    <>
      <DatePicker.RangePicker
        aria-label="日期"
        allowClear={false}
        value={[dayjs(from), dayjs(to)]}
        onChange={(dates) =>
          setFilters({
            from: dates?.[0]?.format('YYYY-MM-DD'),
            to: dates?.[1]?.format('YYYY-MM-DD'),
          })
        }
      />
      <DepartmentPicker
        value={filters.department}
        onChange={(department) => setFilters({ department, doctor: '' })}
      />
      <DoctorPicker
        value={filters.doctor}
        departmentId={filters.department}
        onChange={(doctor) => setFilters({ doctor })}
      />
      {choice('status', appointmentWords, '全部状态')}
      {choice('channel', channelWords, '全部来源')}
      {choice('fee', feeWords, '全部费用')}
    </>
  );
}
