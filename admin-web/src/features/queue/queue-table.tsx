import { Link } from '@tanstack/react-router';
import { Button, Table } from 'antd';
import type { TableColumnsType } from 'antd';
import { useMay } from '@/features/shared/session';
import { useWrite } from '@/shared/api/hooks';
import { priorityWords, queueStateTones, queueStateWords } from '@/shared/format/clinic-day-labels';
import { clockOf } from '@/shared/format/date';
import { genderWords } from '@/shared/format/labels';
import { ListEmpty } from '@/shared/ui/list-state';
import { ToneTag } from '@/shared/ui/tone-tag';
import type { Entry, Queue } from './queue-desk';
import { queueReads } from './queue-reads';

interface Props {
  queue: Queue;
  mayWork: boolean;
  onPriority: (entry: Entry) => void;
  onTransfer: (entry: Entry) => void;
}

/** In the order in which they will be called; those who are done come last. */
export function QueueTable({ queue, mayWork, onPriority, onTransfer }: Props) {
  const may = useMay();
  const back = useWrite('returnQueueEntry', { refresh: queueReads, done: '已重新排队' });
  const columns: TableColumnsType<Entry> = [
    {
      title: '顺序',
      align: 'right',
      className: 'num',
      render: (_, entry) => entry.position ?? '—',
    },
    { title: '号', dataIndex: 'number', align: 'right', className: 'num' },
    {
      title: '患者',
      render: (_, entry) => (
        <>
          {may('patient.retrieve') ? (
            <Link to="/patients/$patientId" params={{ patientId: entry.patientId }}>
              {entry.patientName}
            </Link>
          ) : (
            entry.patientName
          )}{' '}
          <span className="quiet">
            {genderWords[entry.patientGender]} {entry.patientAge} 岁
          </span>
        </>
      ),
    },
    {
      title: '预约 / 签到',
      className: 'num',
      render: (_, entry) => `${clockOf(entry.startsAt)} / ${clockOf(entry.checkedInAt)}`,
    },
    { title: '提示', render: (_, entry) => <Marks entry={entry} /> },
    {
      title: '状态',
      render: (_, entry) => (
        <ToneTag tone={queueStateTones[entry.state]}>{queueStateWords[entry.state]}</ToneTag>
      ),
    },
    ...(mayWork
      ? [
          {
            title: '操作',
            render: (_: unknown, entry: Entry) => (
              <span className="row" style={{ gap: 12, flexWrap: 'nowrap' }}>
                {entry.state === 'passed' && (
                  <Button
                    type="link"
                    className="link-button"
                    onClick={() => back.mutate({ params: { entryId: entry.id } })}
                  >
                    回到队列
                  </Button>
                )}
                {entry.state === 'waiting' && (
                  <>
                    <Button type="link" className="link-button" onClick={() => onPriority(entry)}>
                      优先
                    </Button>
                    <Button type="link" className="link-button" onClick={() => onTransfer(entry)}>
                      转诊室
                    </Button>
                  </>
                )}
              </span>
            ),
          },
        ]
      : []),
  ];
  return (
    <div className="card table-card">
      <Table<Entry>
        size="middle"
        aria-label="候诊队列"
        rowKey="id"
        pagination={false}
        dataSource={queue.entries}
        columns={columns}
        locale={{
          emptyText: <ListEmpty title="还没有人签到" hint="患者签到后会出现在这里。" />,
        }}
      />
    </div>
  );
}

function Marks({ entry }: { entry: Entry }) {
  return (
    <span className="row" style={{ gap: 6 }}>
      {entry.priority !== 'none' && (
        <span title={entry.priorityReason}>
          <ToneTag tone="warn">优先：{priorityWords[entry.priority]}</ToneTag>
        </span>
      )}
      {entry.isLate && <ToneTag tone="danger">迟到</ToneTag>}
      {entry.isImportant && <ToneTag tone="info">重点</ToneTag>}
      {entry.isReturning && <ToneTag tone="plain">复诊</ToneTag>}
      {entry.transferredFrom && <ToneTag tone="plain">由{entry.transferredFrom}转来</ToneTag>}
    </span>
  );
}
