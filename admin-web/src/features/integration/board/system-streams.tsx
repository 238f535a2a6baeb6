import { Button, Table } from 'antd';
import type { TableColumnsType } from 'antd';
import { useMemo, useState } from 'react';
import type { InboundKind } from '@suizhen/contract/wire';
import { useMay } from '@/features/shared/session';
import { useWrite } from '@/shared/api/hooks';
import { formatInstant } from '@/shared/format/date';
import { adapterWords, directionWords } from '@/shared/format/integration-labels';
import { ToneTag } from '@/shared/ui/tone-tag';
import { kindWords, lagWords } from '../stream-words';
import type { Stream } from './board-view';
import { PauseDialog, pauseVerb, type Paused } from './pause-dialog';

/** One system: what may be done with all of it, and a line for every kind. */
export function SystemStreams({ streams }: { streams: Stream[] }) {
  const may = useMay();
  const mayUpdate = may('integration.update');
  const [pausing, setPausing] = useState<Paused | null>(null);
  const [first] = streams;
  const columns = useMemo(
    () => [...streamColumns, ...(mayUpdate ? [actionColumn(setPausing)] : [])],
    [mayUpdate],
  );
  if (!first) return null;
  return (
    <section className="card table-card sync-system" aria-label={first.systemName}>
      <header className="sync-system-head">
        <div>
          <h2>{first.systemName}</h2>
          <span className="quiet">
            {first.branchName} · {adapterWords[first.adapter]}
          </span>
        </div>
        {mayUpdate && <SystemActions streams={streams} onPause={setPausing} />}
      </header>
      <Table<Stream>
        size="small"
        aria-label={`${first.systemName} 的同步`}
        rowKey={(stream) => `${stream.direction} ${stream.kind}`}
        pagination={false}
        dataSource={streams}
        columns={columns}
      />
      {pausing && <PauseDialog asked={pausing} onClose={() => setPausing(null)} />}
    </section>
  );
}

interface ActionsProps {
  streams: Stream[];
  onPause: (asked: Paused) => void;
}

function SystemActions({ streams, onPause }: ActionsProps) {
  const run = useRun();
  const [first] = streams;
  if (!first) return null;
  const { systemId, systemName } = first;
  const isPaused = streams.every((stream) => stream.pausedAt !== null);
  const fetches = first.adapter !== 'hl7';
  const start = (isFull: boolean) => (): void =>
    run.mutate({ params: { systemId }, body: { kind: null, isFull } });
  return (
    <div className="row">
      {fetches && (
        <Button disabled={isPaused} loading={run.isPending} onClick={start(false)}>
          立即获取
        </Button>
      )}
      {fetches && (
        <Button disabled={isPaused || run.isPending} onClick={start(true)}>
          全部比对
        </Button>
      )}
      <Button
        danger={!isPaused}
        onClick={() => onPause({ systemId, systemName, line: null, isPaused })}
      >
        {pauseVerb({ line: null, isPaused })}
      </Button>
    </div>
  );
}

const useRun = () =>
  useWrite('runExternalSystem', {
    refresh: ['getSyncBoard'],
    done: '已开始，进展会显示在这里',
  });

function FetchButton({ stream }: { stream: Stream }) {
  const run = useRun();
  return (
    <Button
      type="link"
      className="link-button"
      loading={run.isPending}
      aria-label={`立即获取 ${kindWords(stream.kind)}`}
      onClick={() =>
        run.mutate({
          params: { systemId: stream.systemId },
          body: { kind: stream.kind as InboundKind, isFull: false },
        })
      }
    >
      获取
    </Button>
  );
}

const actionColumn = (pause: (asked: Paused) => void): TableColumnsType<Stream>[number] => ({
  title: '操作',
  render: (_, stream) => (
    <span className="row" style={{ gap: 12, flexWrap: 'nowrap' }}>
      {stream.direction === 'in' && stream.adapter !== 'hl7' && stream.pausedAt === null && (
        <FetchButton stream={stream} />
      )}
      <PauseButton stream={stream} onPause={pause} />
    </span>
  ),
});

/** Says which way: the same kind the other way has a button of its own. */
function PauseButton({ stream, onPause }: { stream: Stream; onPause: (asked: Paused) => void }) {
  const { systemId, systemName, direction, kind } = stream;
  const asked = {
    systemId,
    systemName,
    line: { direction, kind },
    isPaused: stream.pausedAt !== null,
  };
  return (
    <Button
      type="link"
      className="link-button"
      aria-label={`${pauseVerb(asked)} ${kindWords(kind)}`}
      onClick={() => onPause(asked)}
    >
      {pauseVerb(asked)}
    </Button>
  );
}

const count = (title: string, key: 'waiting' | 'processed' | 'setAside'): object => ({
  title,
  align: 'right',
  className: 'num',
  dataIndex: key,
});

const streamColumns: TableColumnsType<Stream> = [
  {
    title: '内容',
    render: (_, stream) => (
      <span className="nowrap">
        {directionWords[stream.direction].short} <b>{kindWords(stream.kind)}</b>
      </span>
    ),
  },
  { title: '延迟', className: 'num', render: (_, stream) => <Lag stream={stream} /> },
  {
    title: '上次成功',
    className: 'num nowrap',
    render: (_, stream) => (
      <>
        {formatInstant(stream.lastSuccessAt).slice(5) || '—'}
        {stream.watermark !== null && (
          <div className="quiet">同步到 {formatInstant(stream.watermark)}</div>
        )}
      </>
    ),
  },
  count('待处理', 'waiting'),
  count('已办', 'processed'),
  count('搁置', 'setAside'),
  {
    title: '隔离',
    align: 'right',
    className: 'num',
    render: (_, { quarantined }) => (
      <span className={quarantined > 0 ? 'danger-text' : undefined}>{quarantined}</span>
    ),
  },
  {
    title: '全部比对',
    className: 'num nowrap',
    render: (_, stream) => <Compared stream={stream} />,
  },
  {
    title: '最近的错误',
    render: (_, stream) =>
      stream.lastError ? <span className="clip danger-text">{stream.lastError}</span> : '—',
  },
];

function Lag({ stream }: { stream: Stream }) {
  if (stream.pausedAt !== null) {
    return (
      <>
        <ToneTag tone="plain">已暂停</ToneTag>
        <div className="quiet nowrap">{formatInstant(stream.pausedAt).slice(5)}</div>
      </>
    );
  }
  const { text, tone } = lagWords(stream.lagSeconds);
  return <ToneTag tone={tone}>{text}</ToneTag>;
}

function Compared({ stream }: { stream: Stream }) {
  if (stream.comparedAt === null) return <>—</>;
  return (
    <>
      {formatInstant(stream.comparedAt).slice(5)}
      <div className="quiet">
        {stream.differences === 0 ? '一致' : `补上 ${stream.differences} 处`}
      </div>
    </>
  );
}
