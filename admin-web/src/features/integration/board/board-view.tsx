import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useBranch } from '@/features/shared/branch';
import type { Answer, Item } from '@/shared/api/client';
import { useRead } from '@/shared/api/hooks';
import { useFilters } from '@/shared/hooks/use-filters';
import { ListEmpty, ListError, ListLoading } from '@/shared/ui/list-state';
import { Page } from '@/shared/ui/page';
import { SystemStreams } from './system-streams';
import './board.css';

export type Stream = Item<'getSyncBoard'>;
type Board = Answer<'getSyncBoard'>;

const REFRESH_MS = 10_000;

/** Per system and kind: how far behind, where it stands, what failed. */
export function BoardView({ views }: { views: ReactNode }) {
  const { branchId } = useBranch();
  const board = useRead(
    'getSyncBoard',
    { query: { ...(branchId ? { branchId } : {}) } },
    { refetchInterval: REFRESH_MS },
  );
  return (
    <Page
      title="系统对接"
      note="每十秒更新一次。对方停机时消息会排队，恢复后自动补上，不会丢失。"
      filters={views}
    >
      {board.error && !board.data ? (
        <div className="card">
          <ListError error={board.error} onRetry={() => void board.refetch()} />
        </div>
      ) : board.data === undefined ? (
        <ListLoading />
      ) : (
        <BoardBody board={board.data} isOld={board.error !== null} />
      )}
    </Page>
  );
}

function BoardBody({ board, isOld }: { board: Board; isOld: boolean }) {
  const systems = new Map<string, Stream[]>();
  for (const stream of board.items) {
    systems.set(stream.systemId, [...(systems.get(stream.systemId) ?? []), stream]);
  }
  return (
    <div className="stack">
      {isOld && (
        <p className="danger-text" role="status">
          暂时取不到最新情况，下面是上一次的。
        </p>
      )}
      <NeedsPeople board={board} />
      {systems.size === 0 ? (
        <div className="card">
          <ListEmpty title="还没有接入系统" hint="在“系统”里接入 HIS、LIS 或 PACS。" />
        </div>
      ) : (
        [...systems.values()].map((streams) => (
          <SystemStreams key={streams[0]!.systemId} streams={streams} />
        ))
      )}
    </div>
  );
}

/** What no machine can decide; each number leads to its list. */
function NeedsPeople({ board }: { board: Board }) {
  const { setFilters } = useFilters<'view' | 'state' | 'system' | 'kind' | 'fault'>();
  const lead =
    (view: string, state = '') =>
    (): void =>
      setFilters({ view, state, system: '', kind: '', fault: '' });
  const cards = [
    { label: '隔离的消息', count: board.quarantined, open: lead('inbound') },
    { label: '两边不一致', count: board.conflicts, open: lead('conflicts') },
    { label: '对方拒收', count: board.refused, open: lead('outbound', 'refused') },
  ];
  return (
    <div className="sync-needs">
      {cards.map(({ label, count, open }) => (
        <div key={label} className="card">
          <span className="quiet">{label}</span>
          <b className={count > 0 ? 'danger-text num' : 'num'}>{count}</b>
          <Button
            type="link"
            className="link-button"
            aria-label={`${label}：去处理`}
            onClick={open}
          >
            {count > 0 ? '去处理' : '查看'}
          </Button>
        </div>
      ))}
    </div>
  );
}
