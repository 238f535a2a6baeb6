import type { TableColumnsType } from 'antd';
import type { Item } from '@/shared/api/client';
import { useRead } from '@/shared/api/hooks';
import { formatInstant } from '@/shared/format/date';
import { relationWords } from '@/shared/format/labels';
import { DataTable } from '@/shared/ui/data-table';
import { ToneTag } from '@/shared/ui/tone-tag';

type Row = Item<'listPatientProxies'>;

const columns: TableColumnsType<Row> = [
  { title: '账号手机', dataIndex: 'accountPhoneMasked', className: 'num' },
  { title: '与患者关系', render: (_, row) => relationWords[row.relation] },
  { title: '开始', className: 'num', render: (_, row) => formatInstant(row.since) },
  { title: '结束', className: 'num', render: (_, row) => formatInstant(row.endedAt) },
  {
    title: '状态',
    render: (_, row) => (
      <ToneTag tone={row.endedAt ? 'plain' : 'good'}>{row.endedAt ? '已解除' : '有效'}</ToneTag>
    ),
  },
];

export function PatientProxies({ patientId }: { patientId: string }) {
  const proxies = useRead('listPatientProxies', { params: { patientId } });
  return (
    <DataTable<Row>
      label="代办人"
      query={proxies}
      rows={proxies.data?.items}
      rowKey={(row) => `${row.accountId}${row.since}`}
      columns={columns}
      empty={{
        title: '没有代办人',
        hint: '患者或家人在小程序里添加就诊人后会显示在这里。',
      }}
    />
  );
}
