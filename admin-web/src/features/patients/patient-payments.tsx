import type { TableColumnsType } from 'antd';
import type { Item } from '@/shared/api/client';
import { usePages } from '@/shared/api/hooks';
import { formatInstant } from '@/shared/format/date';
import {
  methodWords,
  paymentTones,
  paymentWords,
  refundTones,
  refundWords,
} from '@/shared/format/labels';
import { formatFen } from '@/shared/format/money';
import { DataTable } from '@/shared/ui/data-table';
import { ToneTag } from '@/shared/ui/tone-tag';

type Row = Item<'listPatientPayments'>;

const columns: TableColumnsType<Row> = [
  { title: '支付单号', dataIndex: 'paymentNo', className: 'num' },
  { title: '预约号', dataIndex: 'appointmentNo', className: 'num' },
  { title: '方式', render: (_, row) => methodWords[row.method] },
  {
    title: '金额',
    align: 'right',
    className: 'num',
    render: (_, row) => formatFen(row.amountFen),
  },
  { title: '支付时间', className: 'num', render: (_, row) => formatInstant(row.paidAt) },
  {
    title: '状态',
    render: (_, row) => <ToneTag tone={paymentTones[row.state]}>{paymentWords[row.state]}</ToneTag>,
  },
  {
    title: '退款',
    render: (_, row) =>
      row.refunds.length === 0
        ? '—'
        : row.refunds.map((refund) => (
            <div key={refund.refundNo} className="row num" style={{ gap: 8 }}>
              {formatFen(refund.amountFen)}
              <ToneTag tone={refundTones[refund.state]}>{refundWords[refund.state]}</ToneTag>
              <span className="quiet">
                {formatInstant(refund.succeededAt ?? refund.requestedAt)}
              </span>
            </div>
          )),
  },
];

export function PatientPayments({ patientId }: { patientId: string }) {
  const { query, rows } = usePages('listPatientPayments', { params: { patientId } });
  return (
    <DataTable<Row>
      label="支付与退款"
      query={query}
      rows={rows}
      rowKey="id"
      columns={columns}
      empty={{ title: '还没有支付记录' }}
    />
  );
}
