import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useMay } from '@/features/shared/session';
import type { Answer } from '@/shared/api/client';
import { useRead, useWrite } from '@/shared/api/hooks';
import { queueStateTones, queueStateWords } from '@/shared/format/clinic-day-labels';
import { genderWords } from '@/shared/format/labels';
import { ListError, ListLoading } from '@/shared/ui/list-state';
import { ToneTag } from '@/shared/ui/tone-tag';
import { ExpectedVisits } from './expected-visits';
import { PriorityDialog } from './priority-dialog';
import { QueueTable } from './queue-table';
import { queueReads } from './queue-reads';
import { TransferDialog } from './transfer-dialog';

export type Queue = Answer<'getQueue'>;
export type Entry = Queue['entries'][number];

const REFRESH_MS = 2_000;

/** One clinic: who is called now, who comes next, who is still expected. */
export function QueueDesk({ rosterId, isToday }: { rosterId: string; isToday: boolean }) {
  const queue = useRead('getQueue', { params: { rosterId } }, { refetchInterval: REFRESH_MS });
  const may = useMay();
  const [dialog, setDialog] = useState<{ kind: 'priority' | 'transfer'; entry: Entry } | null>(
    null,
  );
  if (queue.error && !queue.data) {
    return <ListError error={queue.error} onRetry={() => void queue.refetch()} />;
  }
  if (!queue.data) return <ListLoading />;
  const mayWork = may('queue.update') && isToday && !queue.data.isSuspended;
  const close = (): void => setDialog(null);
  return (
    <div className="stack">
      {queue.data.isSuspended && (
        <Alert type="error" showIcon title="这个班已停诊，患者正在改约或退号。" />
      )}
      <Now queue={queue.data} mayWork={mayWork} />
      <QueueTable
        queue={queue.data}
        mayWork={mayWork}
        onPriority={(entry) => setDialog({ kind: 'priority', entry })}
        onTransfer={(entry) => setDialog({ kind: 'transfer', entry })}
      />
      <ExpectedVisits queue={queue.data} />
      {dialog?.kind === 'priority' && <PriorityDialog entry={dialog.entry} onClose={close} />}
      {dialog?.kind === 'transfer' && (
        <TransferDialog queue={queue.data} entry={dialog.entry} onClose={close} />
      )}
    </div>
  );
}

/** The one in the room or on the way there, with what can be done next. */
function Now({ queue, mayWork }: { queue: Queue; mayWork: boolean }) {
  const current = queue.entries.find(
    (entry) => entry.state === 'called' || entry.state === 'in-visit',
  );
  return (
    <section className="card queue-now" aria-label="当前">
      <div className="queue-number num" aria-live="polite">
        {current ? current.number : '—'}
      </div>
      <div className="queue-who">
        {current ? (
          <>
            <b>{current.patientName}</b> {genderWords[current.patientGender]} {current.patientAge}{' '}
            岁{' '}
            <ToneTag tone={queueStateTones[current.state]}>
              {queueStateWords[current.state]}
            </ToneTag>
            <div className="quiet">
              {current.calls > 1 && `已叫 ${current.calls} 次。`}
              {current.isImportant && '重点患者。'}
              {current.isReturning && '复诊。'}
            </div>
          </>
        ) : (
          <>
            <b>还没有叫号</b>
            <div className="quiet">{queue.waiting} 位候诊</div>
          </>
        )}
      </div>
      {mayWork && <Commands queue={queue} current={current} />}
    </section>
  );
}

function Commands({ queue, current }: { queue: Queue; current: Entry | undefined }) {
  const params = { rosterId: queue.rosterId };
  const next = useWrite('callNext', { refresh: queueReads });
  const recall = useWrite('recallQueueEntry', { refresh: queueReads, done: '已重新叫号' });
  const pass = useWrite('passOverQueueEntry', { refresh: queueReads, done: '已过号' });
  const start = useWrite('startVisit', { refresh: queueReads });
  const finish = useWrite('finishVisit', { refresh: queueReads, done: '就诊结束' });
  const entry = current && { params: { entryId: current.id } };
  const isBusy = [next, recall, pass, start, finish].some((write) => write.isPending);
  const isWaitedFor = queue.waiting > 0;
  return (
    <div className="row">
      {entry && current?.state === 'called' && (
        <>
          <Button disabled={isBusy} onClick={() => recall.mutate(entry)}>
            重叫
          </Button>
          <Button disabled={isBusy} onClick={() => pass.mutate(entry)}>
            过号
          </Button>
          <Button disabled={isBusy} onClick={() => start.mutate(entry)}>
            开始就诊
          </Button>
        </>
      )}
      {entry && current?.state === 'in-visit' && (
        <Button disabled={isBusy} onClick={() => finish.mutate(entry)}>
          就诊结束
        </Button>
      )}
      <Button
        type="primary"
        data-main
        disabled={!isWaitedFor || isBusy || current?.state === 'called'}
        title={current?.state === 'called' ? '先处理已叫的患者：开始就诊或过号' : undefined}
        onClick={() =>
          next.mutate({ params, body: { finishCurrent: current?.state === 'in-visit' } })
        }
      >
        {current?.state === 'in-visit' ? '结束并叫下一位' : '叫下一位'}
      </Button>
    </div>
  );
}
