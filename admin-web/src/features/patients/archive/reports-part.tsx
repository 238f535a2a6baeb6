import { Button, Select } from 'antd';
import type { TableColumnsType } from 'antd';
import { useMemo } from 'react';
import { looksOnce } from '@/features/shared/reports/reads';
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
import { ToneTag } from '@/shared/ui/tone-tag';

type Row = Item<'listPatientReports'>;

/** Every report, released or not. */
export function ReportsPart({ patientId }: { patientId: string }) {
  const { filters, setFilters } = useFilters<'kind' | 'report'>();
  const kind = oneOf(reportKindWords, filters.kind);
  const { query, rows } = usePages(
    'listPatientReports',
    { params: { patientId }, query: { limit: 50, ...(kind ? { kind } : {}) } },
    looksOnce,
  );
  const columns = useMemo(() => reportColumns((report) => setFilters({ report })), [setFilters]);
  return (
    <>
      <Select
        aria-label="类别"
        allowClear
        placeholder="全部类别"
        style={{ width: 160 }}
        value={kind ?? null}
        options={optionsOf(reportKindWords)}
        onChange={(next?: string | null) => setFilters({ kind: next ?? '' })}
      />
      <DataTable<Row>
        label="这位患者的报告"
        query={query}
        rows={rows}
        rowKey="id"
        columns={columns}
        empty={{ title: '还没有报告', hint: '检验、影像等系统发来的报告会自动出现在这里。' }}
      />
    </>
  );
}

const reportColumns = (open: (id: string) => void): TableColumnsType<Row> => [
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
  { title: '类别', render: (_, row) => reportKindWords[row.kind] },
  { title: '科室', render: (_, row) => row.departmentName || '—' },
  { title: '报告时间', className: 'num', render: (_, row) => formatInstant(row.issuedAt) },
  {
    title: '异常',
    className: 'num',
    render: (_, row) =>
      row.abnormalCount > 0 ? <b className="warn-text">{row.abnormalCount} 项</b> : '—',
  },
  {
    title: '报告状态',
    render: (_, row) => (
      <ToneTag tone={reportStatusTones[row.status]}>
        {reportStatusWords[row.status]}
        {row.revision > 1 && `，第 ${row.revision} 版`}
      </ToneTag>
    ),
  },
  {
    title: '患者能否看',
    render: (_, row) => (
      <ToneTag tone={releaseTones[row.releaseState]}>{releaseWords[row.releaseState]}</ToneTag>
    ),
  },
];
