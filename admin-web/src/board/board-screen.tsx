import type { CSSProperties } from 'react';
import { clockOf, formatDay, localDateOf } from '@/shared/format/date';
import type { DeviceSession } from '@/screens/use-device';
import { useNow } from '@/screens/use-now';
import { useWakeLock } from '@/screens/use-wake-lock';
import { ClinicCard } from './clinic-card';
import type { BoardQueue, LiveState } from './live-board';
import { useCapacity, usePages, worthShowing } from './pages';
import { useAnnouncements } from './use-announcements';
import { useLiveBoard } from './use-live-board';
import './board.css';

export function BoardScreen({ session }: { session: DeviceSession }) {
  const live = useLiveBoard();
  const { fresh, latest, voice, unlock } = useAnnouncements(live);
  const capacity = useCapacity();
  const { columns, rows, unit } = capacity;
  const all = live.board?.queues ?? noClinics;
  const queues = worthShowing(all, columns * rows);
  const { shown, page, pageCount } = usePages(queues, columns * rows, latest);
  useWakeLock();
  const across = Math.min(columns, Math.max(1, queues.length));
  return (
    <div className="board" style={{ '--u': `${unit}px`, '--columns': across } as CSSProperties}>
      <header className="top">
        <h1>
          {live.board?.hospitalName ?? session.hospitalName}
          <small>{live.board?.branchName ?? session.branchName}</small>
        </h1>
        <Voice state={voice} onUnlock={unlock} />
        <Clock offset={live.clockOffset} />
      </header>
      <Connection live={live} />
      {live.board && shown.length === 0 ? (
        <main className="nobody">
          <p>现在没有候诊的门诊</p>
        </main>
      ) : (
        <main className="clinics" aria-busy={live.board === null}>
          {shown.map((queue) => (
            <ClinicCard key={queue.rosterId} queue={queue} fresh={fresh} />
          ))}
        </main>
      )}
      <footer className="bottom">
        <span>
          听到或看到叫号后请到诊室门口，过号请到分诊台。
          {all.length > queues.length &&
            `另有 ${all.length - queues.length} 个诊室暂时没有人候诊。`}
        </span>
        {pageCount > 1 && (
          <span className="num">
            第 {page + 1} 页，共 {pageCount} 页
          </span>
        )}
      </footer>
    </div>
  );
}

const noClinics: BoardQueue[] = [];

function Clock({ offset }: { offset: number }) {
  const now = new Date(useNow() + offset).toISOString();
  return (
    <p className="clock num">
      <span>{formatDay(localDateOf(now))}</span> <b>{clockOf(now)}</b>
    </p>
  );
}

function Voice({ state, onUnlock }: { state: string; onUnlock: () => void }) {
  if (state === 'ready') return null;
  if (state === 'missing') return <span className="voice">此设备不能播报语音</span>;
  return (
    <button type="button" className="voice" onClick={onUnlock}>
      点按开启语音
    </button>
  );
}

/** What is shown stays: old numbers with their time help more than an empty wall. */
function Connection({ live: { isLive, newsAt, clockOffset } }: { live: LiveState }) {
  if (isLive) return null;
  const at = newsAt === null ? null : clockOf(new Date(newsAt + clockOffset).toISOString());
  return (
    <p className="connection" role="status">
      正在{at === null ? '连接' : '重新连接'}
      {at !== null && <span className="num">，以下是 {at} 的情况</span>}
    </p>
  );
}
