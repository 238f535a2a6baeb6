import { Button } from 'antd';
import type { TableColumnsType } from 'antd';
import type { Item } from '@/shared/api/client';
import { usePages } from '@/shared/api/hooks';
import { clockOf, formatClock, formatDay } from '@/shared/format/date';
import { appointmentTones, appointmentWords } from '@/shared/format/labels';
import { formatFen } from '@/shared/format/money';
import { useFilters } from '@/shared/hooks/use-filters';
import { DataTable } from '@/shared/ui/data-table';
import { ToneTag } from '@/shared/ui/tone-tag';
import { FeeTag } from '@/features/shared/appointments/fee-tag';

type Row = Item<'listPatientAppointments'>;

export function PatientAppointments({ patientId }: { patientId: string }) {
  const { query, rows } = usePages('listPatientAppointments', { params: { patientId } });
  const { setFilters } = useFilters<'open'>();
  const columns: TableColumnsType<Row> = [
    {
      title: '预约号',
      className: 'num',
      render: (_, row) => (
        <Button type="link" className="link-button" onClick={() => setFilters({ open: row.id })}>
          {row.appointmentNo}
        </Button>
      ),
    },
    {
      title: '就诊时间',
      className: 'num',
      render: (_, row) =>
        `${row.date.slice(0, 4)}年${formatDay(row.date)} ${formatClock(clockOf(row.startsAt))}`,
    },
    { title: '科室', dataIndex: 'departmentName' },
    { title: '医生', dataIndex: 'doctorName' },
    {
      title: '挂号费',
      align: 'right',
      className: 'num',
      render: (_, row) => formatFen(row.feeFen),
    },
    {
      title: '费用',
      render: (_, row) => <FeeTag status={row.status} feeState={row.feeState} />,
    },
    {
      title: '状态',
      render: (_, row) => (
        <ToneTag tone={appointmentTones[row.status]}>{appointmentWords[row.status]}</ToneTag>
      ),
    },
  ];
  return (
    <DataTable<Row>
      label="这位患者的预约"
      query={query}
      rows={rows}
      rowKey="id"
      columns={columns}
      empty={{ title: '还没有预约' }}
    />
  );
}
