import type { TableColumnsType } from 'antd';
import type { Item } from '@/shared/api/client';
import { usePages } from '@/shared/api/hooks';
import { formatInstant } from '@/shared/format/date';
import { DataTable } from '@/shared/ui/data-table';

type Row = Item<'listPatientRecordViews'>;

const columns: TableColumnsType<Row> = [
  { title: '时间', className: 'num', render: (_, row) => formatInstant(row.at) },
  { title: '员工', dataIndex: 'staffName' },
  { title: '角色', dataIndex: 'staffRole' },
  { title: '做了什么', dataIndex: 'action' },
  { title: '原因', render: (_, row) => row.reason ?? '—' },
];

export function PatientViews({ patientId }: { patientId: string }) {
  const { query, rows } = usePages('listPatientRecordViews', { params: { patientId } });
  return (
    <DataTable<Row>
      label="谁看过这份档案"
      query={query}
      rows={rows}
      rowKey="id"
      columns={columns}
      empty={{ title: '还没有人看过这份档案' }}
    />
  );
}
