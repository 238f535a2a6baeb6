import { Table } from 'antd';
import { CheckInButton } from '@/features/shared/check-in/check-in-button';
import { clockOf } from '@/shared/format/date';
import { ListEmpty } from '@/shared/ui/list-state';
import type { Queue } from './queue-desk';

type Expected = Queue['expected'][number];

/** Booked and not here yet. */
export function ExpectedVisits({ queue }: { queue: Queue }) {
  return (
    <section className="card table-card" aria-label="未到">
      <h2 className="section-title" style={{ padding: '12px 16px 0' }}>
        还没有签到（{queue.expected.length}）
      </h2>
      <Table<Expected>
        size="small"
        aria-label="还没有签到"
        rowKey="appointmentId"
        pagination={false}
        dataSource={queue.expected}
        columns={[
          { title: '号', dataIndex: 'number', align: 'right', className: 'num' },
          { title: '患者', dataIndex: 'patientName' },
          { title: '预约', className: 'num', render: (_, one) => clockOf(one.startsAt) },
          {
            title: '操作',
            render: (_, one) => <CheckInButton appointmentId={one.appointmentId} isLink />,
          },
        ]}
        locale={{ emptyText: <ListEmpty title="约好的患者都到了" /> }}
      />
    </section>
  );
}
