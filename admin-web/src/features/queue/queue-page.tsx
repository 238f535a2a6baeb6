import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useEffect } from 'react';
import { useBranch } from '@/features/shared/branch';
import { DepartmentPicker } from '@/features/shared/pickers';
import { useClinicToday, useSession } from '@/features/shared/session';
import type { Item } from '@/shared/api/client';
import { useRead } from '@/shared/api/hooks';
import { formatDay } from '@/shared/format/date';
import { periodWords, roomWords } from '@/shared/format/labels';
import { useFilters } from '@/shared/hooks/use-filters';
import { ListEmpty, ListError, ListLoading } from '@/shared/ui/list-state';
import { Page } from '@/shared/ui/page';
import { ToneTag } from '@/shared/ui/tone-tag';
import { QueueDesk } from './queue-desk';
import './queue.css';

type Summary = Item<'listQueues'>;
type Filter = 'date' | 'department' | 'queue';

/** Colleagues call and patients check in while this page is open. */
const REFRESH_MS = 3_000;

export function QueuePage() {
  const { filters, setFilters } = useFilters<Filter>();
  const today = useClinicToday();
  const { doctorId } = useSession();
  const { branchId } = useBranch();
  const date = filters.date ?? today;
  const queues = useRead(
    'listQueues',
    {
      query: {
        date,
        ...(branchId ? { branchId } : {}),
        ...(filters.department ? { departmentId: filters.department } : {}),
      },
    },
    { refetchInterval: REFRESH_MS },
  );
  const items = queues.data?.items;
  const own = items?.find((one) => one.doctorId === doctorId)?.rosterId;
  // A doctor comes here for the own clinic.
  useEffect(() => {
    if (!filters.queue && own) setFilters({ queue: own });
  }, [filters.queue, own, setFilters]);
  return (
    <Page
      title="排队叫号"
      note={formatDay(date)}
      filters={
        <>
          <DatePicker
            aria-label="日期"
            allowClear={false}
            value={dayjs(date)}
            onChange={(day) => {
              const next = day?.format('YYYY-MM-DD');
              setFilters({ date: next === today ? '' : next, queue: '' });
            }}
          />
          <DepartmentPicker
            value={filters.department}
            onChange={(department) => setFilters({ department, queue: '' })}
          />
        </>
      }
    >
      <div className="queue">
        <aside className="card queue-side">
          {queues.error && !items ? (
            <ListError error={queues.error} onRetry={() => void queues.refetch()} />
          ) : items === undefined ? (
            <ListLoading rows={6} />
          ) : items.length === 0 ? (
            <ListEmpty title="这一天没有出诊" hint="可以换个日期或科室。" />
          ) : (
            <QueueList
              queues={items}
              chosen={filters.queue}
              onChoose={(queue) => setFilters({ queue })}
            />
          )}
        </aside>
        {filters.queue ? (
          <QueueDesk key={filters.queue} rosterId={filters.queue} isToday={date === today} />
        ) : (
          <div className="card">
            <ListEmpty title="请选择一个诊室" hint="就能看到谁在候诊，并开始叫号。" />
          </div>
        )}
      </div>
    </Page>
  );
}

interface ListProps {
  queues: Summary[];
  chosen: string | undefined;
  onChoose: (rosterId: string) => void;
}

function QueueList({ queues, chosen, onChoose }: ListProps) {
  return (
    <ul className="choices choice-list" aria-label="诊室">
      {queues.map((one) => (
        <li key={one.rosterId}>
          <button
            type="button"
            aria-pressed={one.rosterId === chosen}
            onClick={() => onChoose(one.rosterId)}
          >
            <span className="choice-line">
              <b>{one.doctorName}</b>
              {one.isSuspended ? (
                <ToneTag tone="danger">停诊</ToneTag>
              ) : (
                <span className="num">候诊 {one.waiting}</span>
              )}
            </span>
            <span className="choice-line quiet">
              <span>
                {roomWords(one)} {periodWords[one.period]}
              </span>
              <span className="num">
                未到 {one.booked}，已诊 {one.done}
              </span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
