import { Button, Select } from 'antd';
import type { TableColumnsType } from 'antd';
import { useMemo } from 'react';
import { useBranch } from '@/features/shared/branch';
import { DepartmentPicker, DoctorPicker } from '@/features/shared/pickers';
import type { Item } from '@/shared/api/client';
import { usePages } from '@/shared/api/hooks';
import { waitlistStateTones, waitlistStateWords } from '@/shared/format/clinic-day-labels';
import { clockOf, formatInstant } from '@/shared/format/date';
import { channelWords, oneOf, optionsOf } from '@/shared/format/labels';
import { useFilters } from '@/shared/hooks/use-filters';
import { DataTable } from '@/shared/ui/data-table';
import { Page } from '@/shared/ui/page';
import { ToneTag } from '@/shared/ui/tone-tag';
import { EntryDrawer } from './entry-drawer';
import { wishWords } from './wish-words';

export type Entry = Item<'listWaitlistEntries'>;
type Filter = 'state' | 'department' | 'doctor' | 'open';

export function WaitlistPage() {
  const { filters, setFilters } = useFilters<Filter>();
  const { branchId } = useBranch();
  const state = oneOf(waitlistStateWords, filters.state);
  const { query, rows } = usePages('listWaitlistEntries', {
    query: {
      limit: 50,
      ...(branchId ? { branchId } : {}),
      ...(filters.department ? { departmentId: filters.department } : {}),
      ...(filters.doctor ? { doctorId: filters.doctor } : {}),
      ...(state ? { state } : {}),
    },
  });
  const columns = useMemo(() => entryColumns((open) => setFilters({ open })), [setFilters]);
  return (
    <Page
      title="候补"
      note="有人退号时，空出的号先给等得最久的患者，限时确认，不确认再给下一位。"
      filters={
        <>
          <Select
            aria-label="状态"
            allowClear
            placeholder="全部状态"
            style={{ width: 140 }}
            value={state ?? null}
            options={optionsOf(waitlistStateWords)}
            onChange={(next?: string | null) => setFilters({ state: next ?? '' })}
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
        </>
      }
    >
      <DataTable<Entry>
        label="候补"
        query={query}
        rows={rows}
        rowKey="id"
        columns={columns}
        empty={{ title: '没有人在候补', hint: '号源约满后，患者可以加入候补。' }}
      />
      <EntryDrawer entryId={filters.open} onClose={() => setFilters({ open: '' })} />
    </Page>
  );
}

function entryColumns(open: (id: string) => void): TableColumnsType<Entry> {
  return [
    {
      title: '患者',
      render: (_, row) => (
        <Button type="link" className="link-button" onClick={() => open(row.id)}>
          {row.patientName}
        </Button>
      ),
    },
    { title: '手机', dataIndex: 'phoneMasked', className: 'num' },
    {
      title: '医生',
      render: (_, row) => (
        <>
          {row.doctorName} <span className="quiet">{row.departmentName}</span>
        </>
      ),
    },
    { title: '等什么', className: 'num', render: (_, row) => wishWords(row) },
    { title: '来源', render: (_, row) => channelWords[row.channel] },
    { title: '加入', className: 'num', render: (_, row) => formatInstant(row.joinedAt) },
    { title: '前面', align: 'right', className: 'num', render: (_, row) => row.ahead ?? '—' },
    {
      title: '状态',
      render: (_, row) => (
        <>
          <ToneTag tone={waitlistStateTones[row.state]}>{waitlistStateWords[row.state]}</ToneTag>
          {row.offer && <div className="quiet num">{clockOf(row.offer.expiresAt)} 前确认</div>}
        </>
      ),
    },
  ];
}
