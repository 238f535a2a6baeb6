import { Button, DatePicker, Dropdown } from 'antd';
import dayjs from 'dayjs';
import { useMemo, useState, type ReactNode } from 'react';
import { useBranch } from '@/features/shared/branch';
import { DepartmentPicker } from '@/features/shared/pickers';
import { useClinicToday, useMay } from '@/features/shared/session';
import { useRead } from '@/shared/api/hooks';
import { addDays, formatDay, mondayOf, weekDates } from '@/shared/format/date';
import { periodWords } from '@/shared/format/labels';
import { useFilters } from '@/shared/hooks/use-filters';
import { Page } from '@/shared/ui/page';
import { ApplyDialog } from './apply-dialog';
import { BulkBar } from './bulk-bar';
import { CopyWeekDialog } from './copy-week-dialog';
import type { Doctor, Target } from './create-form';
import { Grid, cellKey, type GridColumn } from './grid';
import { RosterDrawer, type OpenedCell } from './roster-drawer';
import { loadWords, SessionChip, type Roster } from './session-chip';
import { DoctorRows } from './doctor-rows';
import { useDoctors } from './use-doctors';

type Filter = 'week' | 'department';

export function WeekView({ views }: { views: ReactNode }) {
  const { filters, setFilters } = useFilters<Filter>();
  const today = useClinicToday();
  const monday = mondayOf(filters.week ?? today);
  const may = useMay();
  const [dialog, setDialog] = useState<'copy' | 'apply' | null>(null);
  const { doctors, rows, query } = useDoctors(filters.department);
  const rosters = useWeek(monday, filters.department);
  const [opened, setOpened] = useState<OpenedCell | null>(null);
  return (
    <Page
      title="排班"
      actions={
        <>
          {may('roster.create') && (
            <>
              <Dropdown
                trigger={['click']}
                menu={{
                  items: [
                    { key: 'copy', label: '复制本周到另一周' },
                    { key: 'apply', label: '按模板生成' },
                  ],
                  onClick: ({ key }) => setDialog(key === 'copy' ? 'copy' : 'apply'),
                }}
              >
                <Button>批量排班</Button>
              </Dropdown>
              <Button
                type="primary"
                data-main
                disabled={doctors.length === 0}
                onClick={() => setOpened({ targets: [], rosterId: undefined })}
              >
                新增出诊
              </Button>
            </>
          )}
        </>
      }
      filters={<WeekFilters monday={monday} today={today} views={views} />}
    >
      <DoctorRows readings={[query, rosters]} isEmpty={rows.length === 0}>
        <WeekGrid
          key={`${monday}-${filters.department ?? ''}`}
          monday={monday}
          today={today}
          doctors={doctors}
          rosters={rosters.data?.items ?? []}
          opened={opened}
          onOpened={setOpened}
        />
      </DoctorRows>
      {dialog === 'copy' && (
        <CopyWeekDialog
          monday={monday}
          departmentId={filters.department}
          onClose={() => setDialog(null)}
          onShow={(week) => {
            setDialog(null);
            setFilters({ week });
          }}
        />
      )}
      {dialog === 'apply' && (
        <ApplyDialog
          from={monday < today ? today : monday}
          departmentId={filters.department}
          onClose={() => setDialog(null)}
        />
      )}
    </Page>
  );
}

function useWeek(monday: string, departmentId: string | undefined) {
  const { branchId } = useBranch();
  return useRead('listRosters', {
    query: {
      from: monday,
      to: addDays(monday, 6),
      ...(branchId ? { branchId } : {}),
      ...(departmentId ? { departmentId } : {}),
    },
  });
}

interface FilterProps {
  monday: string;
  today: string;
  views: ReactNode;
}

function WeekFilters({ monday, today, views }: FilterProps) {
  const { filters, setFilters } = useFilters<Filter>();
  const isThisWeek = monday === mondayOf(today);
  return (
    <>
      {views}
      <Button aria-label="上一周" onClick={() => setFilters({ week: addDays(monday, -7) })}>
        ‹
      </Button>
      <DatePicker
        picker="week"
        aria-label="周"
        allowClear={false}
        value={dayjs(monday)}
        format={() => `${formatDay(monday)} 起`}
        onChange={(day) => day && setFilters({ week: mondayOf(day.format('YYYY-MM-DD')) })}
        style={{ width: 180 }}
      />
      <Button aria-label="下一周" onClick={() => setFilters({ week: addDays(monday, 7) })}>
        ›
      </Button>
      {!isThisWeek && <Button onClick={() => setFilters({ week: '' })}>回到本周</Button>}
      <DepartmentPicker
        value={filters.department}
        onChange={(department) => setFilters({ department })}
      />
      <span className="quiet">方向键移动，回车打开，空格多选</span>
    </>
  );
}

interface GridProps {
  monday: string;
  today: string;
  doctors: Doctor[];
  rosters: Roster[];
  opened: OpenedCell | null;
  onOpened: (opened: OpenedCell | null) => void;
}

function WeekGrid({ monday, today, doctors, rosters, opened, onOpened }: GridProps) {
  const may = useMay();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const columns = useMemo(() => weekColumns(monday, today), [monday, today]);
  const byCell = useMemo(() => groupByCell(rosters), [rosters]);
  const mayChange = may('roster.create', 'roster.update', 'roster.delete');
  const rows = doctors.map((doctor) => ({
    id: doctor.id,
    title: doctor.name,
    subtitle: doctor.departmentName,
  }));
  const targetOf = (doctorId: string, date: string): Target[] => {
    const doctor = doctors.find((one) => one.id === doctorId);
    return doctor ? [{ doctor, date }] : [];
  };
  const open = (doctorId: string, date: string, rosterId?: string): void => {
    const shown = rosterId ?? byCell.get(cellKey(doctorId, date))?.[0]?.id;
    // Nobody can be rostered for a day that is over.
    if (!shown && (!may('roster.create') || date < today)) return;
    onOpened({ targets: targetOf(doctorId, date), rosterId: shown });
  };
  const toggle = (keys: string[]): void =>
    setSelected((before) => {
      const next = new Set(before);
      for (const key of keys) {
        if (!next.delete(key)) next.add(key);
      }
      return next;
    });
  const chosen = [...selected].flatMap((key) => byCell.get(key) ?? []);
  return (
    <>
      <Grid
        label="一周排班"
        rowTitle="医生"
        rows={rows}
        columns={columns}
        selected={selected}
        {...(mayChange ? { onToggle: toggle } : {})}
        onOpen={(row, column) => open(row.id, column.id)}
        cellLabel={(row, column) =>
          cellWords(row.title, column.id, byCell.get(cellKey(row.id, column.id)))
        }
        cell={(row, column) => (
          <>
            {byCell
              .get(cellKey(row.id, column.id))
              ?.map((roster) => (
                <SessionChip
                  key={roster.id}
                  roster={roster}
                  onOpen={() => open(row.id, column.id, roster.id)}
                />
              )) ??
              (may('roster.create') && column.id >= today && (
                <span className="cell-add">＋ 排班</span>
              ))}
          </>
        )}
      />
      {selected.size > 0 && (
        <BulkBar
          cells={selected.size}
          rosters={chosen}
          onAdd={() =>
            onOpened({
              targets: [...selected].flatMap((key) => {
                const [doctorId = '', date = ''] = key.split('|');
                return targetOf(doctorId, date);
              }),
              rosterId: undefined,
            })
          }
          onClear={() => setSelected(new Set())}
        />
      )}
      <RosterDrawer
        opened={opened}
        rosters={rosters}
        doctors={doctors}
        today={today}
        onClose={() => onOpened(null)}
      />
    </>
  );
}

function weekColumns(monday: string, today: string): GridColumn[] {
  return weekDates(monday).map((date) => ({
    id: date,
    title: date === today ? `${formatDay(date)} 今天` : formatDay(date),
    isMarked: date === today,
  }));
}

function groupByCell(rosters: Roster[]): Map<string, Roster[]> {
  const cells = new Map<string, Roster[]>();
  const inOrder = [...rosters].sort((a, b) => a.startTime.localeCompare(b.startTime));
  for (const roster of inOrder) {
    const key = cellKey(roster.doctorId, roster.date);
    cells.set(key, [...(cells.get(key) ?? []), roster]);
  }
  return cells;
}

/** What a screen reader says of a cell. */
function cellWords(doctor: string, date: string, rosters: Roster[] | undefined): string {
  const clinics = (rosters ?? [])
    .map((roster) => `${periodWords[roster.period]} ${loadWords(roster)}`)
    .join(',');
  return `${doctor} ${formatDay(date)} ${clinics || '没有出诊'}`;
}
