import { Button } from 'antd';
import type { TableColumnsType } from 'antd';
import { useMemo } from 'react';
import { looksOnce } from '@/features/shared/reports/reads';
import type { Item } from '@/shared/api/client';
import { usePages } from '@/shared/api/hooks';
import { formatInstant } from '@/shared/format/date';
import {
  encounterClassWords,
  encounterStatusTones,
  encounterStatusWords,
} from '@/shared/format/records-labels';
import { useFilters } from '@/shared/hooks/use-filters';
import { DataTable } from '@/shared/ui/data-table';
import { ToneTag } from '@/shared/ui/tone-tag';

type Row = Item<'listPatientEncounters'>;

export function EncountersPart({ patientId }: { patientId: string }) {
  const { setFilters } = useFilters<'visit'>();
  const { query, rows } = usePages(
    'listPatientEncounters',
    { params: { patientId }, query: { limit: 50 } },
    looksOnce,
  );
  const columns = useMemo(() => encounterColumns((visit) => setFilters({ visit })), [setFilters]);
  return (
    <DataTable<Row>
      label="这位患者的就诊"
      query={query}
      rows={rows}
      rowKey="id"
      columns={columns}
      empty={{ title: '还没有就诊记录', hint: '医院系统里的就诊会自动同步过来。' }}
    />
  );
}

const encounterColumns = (open: (id: string) => void): TableColumnsType<Row> => [
  {
    title: '时间',
    className: 'num',
    render: (_, row) => (
      <Button type="link" className="link-button" onClick={() => open(row.id)}>
        {formatInstant(row.startedAt)}
      </Button>
    ),
  },
  { title: '类别', render: (_, row) => encounterClassWords[row.class] },
  { title: '科室', render: (_, row) => row.departmentName || '—' },
  { title: '医生', render: (_, row) => row.doctorName || '—' },
  { title: '主要诊断', render: (_, row) => row.diagnosisText || '—' },
  {
    title: '报告',
    align: 'right',
    className: 'num',
    render: (_, row) => (row.reports > 0 ? `${row.reports} 份` : '—'),
  },
  {
    title: '状态',
    render: (_, row) => (
      <ToneTag tone={encounterStatusTones[row.status]}>{encounterStatusWords[row.status]}</ToneTag>
    ),
  },
];
