import { Alert, Table } from 'antd';
import type { Answer } from '@/shared/api/client';
import { formatDay } from '@/shared/format/date';
import { periodWords } from '@/shared/format/labels';

export type BulkAnswer = Answer<'copyRosterWeek'>;

/** What a bulk write did, with every clash and its reason. */
export function BulkResult({ result }: { result: BulkAnswer }) {
  return (
    <div className="stack" style={{ gap: 12 }}>
      <Alert
        type={result.skipped.length > 0 ? 'warning' : 'success'}
        showIcon
        title={
          result.skipped.length > 0
            ? `已排 ${result.created} 个班，${result.skipped.length} 个没有排`
            : `已排 ${result.created} 个班`
        }
      />
      {result.skipped.length > 0 && (
        <Table
          size="small"
          aria-label="没有排的班"
          rowKey={(row) => `${row.doctorName}${row.date}${row.period}`}
          dataSource={result.skipped}
          pagination={result.skipped.length > 10 ? { pageSize: 10 } : false}
          columns={[
            { title: '医生', dataIndex: 'doctorName' },
            {
              title: '日期',
              render: (_, row) => `${formatDay(row.date)} ${periodWords[row.period]}`,
            },
            { title: '原因', dataIndex: 'reason' },
          ]}
        />
      )}
    </div>
  );
}
