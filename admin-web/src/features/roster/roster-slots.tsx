import { Table } from 'antd';
import type { TableColumnsType } from 'antd';
import type { Answer } from '@/shared/api/client';
import { useRead } from '@/shared/api/hooks';
import { clockOf, formatSpan } from '@/shared/format/date';
import { ListError, ListLoading } from '@/shared/ui/list-state';

type Slot = Answer<'getRoster'>['slots'][number];

const columns: TableColumnsType<Slot> = [
  {
    title: '时段',
    className: 'num',
    render: (_, slot) => formatSpan(clockOf(slot.startsAt), clockOf(slot.endsAt)),
  },
  {
    title: '已约',
    align: 'right',
    className: 'num',
    render: (_, slot) => `${slot.taken}/${slot.capacity}`,
  },
  { title: '微信可约', align: 'right', className: 'num', dataIndex: ['remaining', 'wechat'] },
  { title: '电话可约', align: 'right', className: 'num', dataIndex: ['remaining', 'phone'] },
  { title: '窗口可约', align: 'right', className: 'num', dataIndex: ['remaining', 'desk'] },
];

/** Slot by slot: how many are gone, and what each channel may still take. */
export function RosterSlots({ rosterId }: { rosterId: string }) {
  const roster = useRead('getRoster', { params: { rosterId } });
  if (roster.error) {
    return <ListError error={roster.error} onRetry={() => void roster.refetch()} />;
  }
  if (!roster.data) return <ListLoading rows={4} />;
  return (
    <div>
      <h3 className="section-title">各时段余号</h3>
      <Table<Slot>
        size="small"
        rowKey="id"
        aria-label="各时段余号"
        pagination={false}
        columns={columns}
        dataSource={roster.data.slots}
      />
    </div>
  );
}
