import { Button, Select } from 'antd';
import type { TableColumnsType } from 'antd';
import { useMemo, useState } from 'react';
import { PatientLink } from '@/features/shared/patients/patient-link';
import { DepartmentPicker } from '@/features/shared/pickers';
import { ReportDrawer } from '@/features/shared/reports/report-drawer';
import { mayBeReleased } from '@/features/shared/reports/release-actions';
import { useMay } from '@/features/shared/session';
import type { Item } from '@/shared/api/client';
import { usePages } from '@/shared/api/hooks';
import { formatInstant } from '@/shared/format/date';
import { oneOf, optionsOf } from '@/shared/format/labels';
import {
  releaseTones,
  releaseWords,
  reportKindWords,
  reportStatusTones,
  reportStatusWords,
} from '@/shared/format/records-labels';
import { useFilters } from '@/shared/hooks/use-filters';
import { DataTable } from '@/shared/ui/data-table';
import { Page } from '@/shared/ui/page';
import { ToneTag } from '@/shared/ui/tone-tag';
import { BulkRelease } from './bulk-release';

export type Review = Item<'listReportReviews'>;

/** Reports that wait for somebody before the patient sees them. */
export function ReviewsPage() {
  const { filters, setFilters } = useFilters<'state' | 'kind' | 'department' | 'report'>();
  const may = useMay();
  const [ticked, setTicked] = useState<string[]>([]);
  const state = oneOf(releaseWords, filters.state) ?? 'review';
  const kind = oneOf(reportKindWords, filters.kind);
  const { query, rows } = usePages('listReportReviews', {
    query: {
      limit: 50,
      state,
      ...(kind ? { kind } : {}),
      ...(filters.department ? { departmentId: filters.department } : {}),
    },
  });
  const columns = useMemo(() => reviewColumns((report) => setFilters({ report })), [setFilters]);
  const chosen = rows?.filter((row) => ticked.includes(row.id)) ?? [];
  const change = (next: Parameters<typeof setFilters>[0]): void => {
    setTicked([]);
    setFilters(next);
  };
  return (
    <Page
      title="报告审核"
      note="患者看到之前先由人过目的报告。哪类报告怎么发布，在“设置”的“报告与危急值”里改。"
      filters={
        <>
          <Select
            aria-label="发布状态"
            style={{ width: 160 }}
            value={state}
            options={optionsOf(releaseWords)}
            onChange={(next: string) => change({ state: next === 'review' ? '' : next })}
          />
          <Select
            aria-label="类别"
            allowClear
            placeholder="全部类别"
            style={{ width: 140 }}
            value={kind ?? null}
            options={optionsOf(reportKindWords)}
            onChange={(next?: string | null) => change({ kind: next ?? '' })}
          />
          <DepartmentPicker
            value={filters.department}
            onChange={(department) => change({ department: department ?? '' })}
          />
          {chosen.length > 0 && <BulkRelease rows={chosen} onFinished={() => setTicked([])} />}
        </>
      }
    >
      <DataTable<Review>
        label="报告"
        query={query}
        rows={rows}
        rowKey="id"
        columns={columns}
        {...(may('report.update') && mayBeReleased(state)
          ? {
              rowSelection: {
                selectedRowKeys: ticked,
                onChange: (keys) => setTicked(keys as string[]),
                getCheckboxProps: (row) => ({ 'aria-label': `选择 ${row.name}` }),
              },
            }
          : {})}
        empty={{ title: '没有这样的报告', hint: '可以换一个状态、类别或科室。' }}
      />
      <ReportDrawer reportId={filters.report} onClose={() => setFilters({ report: '' })} />
    </Page>
  );
}

const reviewColumns = (open: (id: string) => void): TableColumnsType<Review> => [
  {
    title: '报告',
    render: (_, row) => (
      <>
        <Button type="link" className="link-button" onClick={() => open(row.id)}>
          {row.name}
        </Button>{' '}
        {row.isCritical && <ToneTag tone="danger">含危急值</ToneTag>}
      </>
    ),
  },
  { title: '患者', render: (_, row) => <PatientLink id={row.patientId} name={row.patientName} /> },
  { title: '类别', render: (_, row) => reportKindWords[row.kind] },
  { title: '科室', render: (_, row) => row.departmentName || '—' },
  { title: '报告时间', className: 'num', render: (_, row) => formatInstant(row.issuedAt) },
  {
    title: '异常',
    className: 'num',
    render: (_, row) => (row.abnormalCount > 0 ? `${row.abnormalCount} 项` : '—'),
  },
  {
    title: '状态',
    render: (_, row) => (
      <span className="row" style={{ gap: 6 }}>
        <ToneTag tone={releaseTones[row.releaseState]}>{releaseWords[row.releaseState]}</ToneTag>
        {row.status !== 'final' && (
          <ToneTag tone={reportStatusTones[row.status]}>{reportStatusWords[row.status]}</ToneTag>
        )}
      </span>
    ),
  },
  { title: '到时发布', className: 'num', render: (_, row) => formatInstant(row.releaseDueAt) },
];
