import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import type { TableColumnsType } from 'antd';
import { useBranch } from '@/features/shared/branch';
import { useMay } from '@/features/shared/session';
import type { Item } from '@/shared/api/client';
import { usePages } from '@/shared/api/hooks';
import { suspensionReasonWords } from '@/shared/format/clinic-day-labels';
import { formatDay, formatInstant } from '@/shared/format/date';
import { periodWords } from '@/shared/format/labels';
import { useFilters } from '@/shared/hooks/use-filters';
import { DataTable } from '@/shared/ui/data-table';
import { Page } from '@/shared/ui/page';
import { ToneTag } from '@/shared/ui/tone-tag';

type Suspension = Item<'listSuspensions'>;

export function SuspensionsPage() {
  const { filters, setFilters } = useFilters<'state'>();
  const { branchId } = useBranch();
  const may = useMay();
  const navigate = useNavigate();
  const state = filters.state === 'closed' || filters.state === 'open' ? filters.state : undefined;
  const { query, rows } = usePages('listSuspensions', {
    query: { limit: 50, ...(branchId ? { branchId } : {}), ...(state ? { state } : {}) },
  });
  return (
    <Page
      title="停诊"
      note="每位受影响的患者都要有着落：改约、退号，或电话联系上。"
      actions={
        may('roster.update') && (
          <Button type="primary" data-main onClick={() => void navigate({ to: '/roster' })}>
            去排班选择停诊班次
          </Button>
        )
      }
      filters={
        <Segmented<string>
          aria-label="状态"
          value={state ?? ''}
          onChange={(next) => setFilters({ state: next })}
          options={[
            { value: '', label: '全部' },
            { value: 'open', label: '处理中' },
            { value: 'closed', label: '已关闭' },
          ]}
        />
      }
    >
      <DataTable<Suspension>
        label="停诊"
        query={query}
        rows={rows}
        rowKey="id"
        columns={columns}
        empty={{ title: '没有停诊', hint: '在排班里勾选班次后，可以选择停诊。' }}
      />
    </Page>
  );
}

const columns: TableColumnsType<Suspension> = [
  {
    title: '班次',
    render: (_, row) => (
      <Link to="/suspensions/$suspensionId" params={{ suspensionId: row.id }}>
        {row.clinics
          .slice(0, 2)
          .map((one) => `${one.doctorName} ${formatDay(one.date)} ${periodWords[one.period]}`)
          .join('，')}
        {row.clinics.length > 2 && ` 等 ${row.clinics.length} 个班`}
      </Link>
    ),
  },
  { title: '原因', render: (_, row) => suspensionReasonWords[row.reason] },
  { title: '受影响', dataIndex: 'cases', align: 'right', className: 'num' },
  {
    title: '已有着落',
    align: 'right',
    className: 'num',
    render: (_, row) => row.rescheduled + row.cancelled,
  },
  {
    title: '未联系上',
    align: 'right',
    className: 'num',
    render: (_, row) => (
      <span className={row.unreached > 0 ? 'danger-text' : undefined}>{row.unreached}</span>
    ),
  },
  {
    title: '发起',
    className: 'num',
    render: (_, row) => `${formatInstant(row.createdAt)} ${row.createdBy}`,
  },
  {
    title: '状态',
    render: (_, row) => (
      <ToneTag tone={row.state === 'open' ? 'warn' : 'good'}>
        {row.state === 'open' ? '处理中' : '已关闭'}
      </ToneTag>
    ),
  },
];
