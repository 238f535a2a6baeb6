import type { Item } from '@/shared/api/client';
import { periodWords } from '@/shared/format/labels';

export type Roster = Item<'listRosters'>;

type LoadState = 'open' | 'full' | 'closed';

function loadState(roster: Roster): LoadState {
  if (roster.isClosed) return 'closed';
  return roster.taken >= roster.places ? 'full' : 'open';
}

export function loadWords(roster: Roster): string {
  const state = loadState(roster);
  if (state === 'closed') return `已关 ${roster.taken}`;
  return state === 'full' ? `满 ${roster.places}` : `${roster.taken}/${roster.places}`;
}

/** One clinic in the grid: when, how full, and whether it is closed. */
export function SessionChip({ roster, onOpen }: { roster: Roster; onOpen: () => void }) {
  const percent = roster.places === 0 ? 0 : Math.min(100, (roster.taken / roster.places) * 100);
  return (
    <button
      type="button"
      tabIndex={-1}
      className="session-chip"
      data-state={loadState(roster)}
      onClick={onOpen}
    >
      <span className="session-line">
        <span>{periodWords[roster.period]}</span>
        <span className="num">{loadWords(roster)}</span>
      </span>
      <span className="load" aria-hidden>
        <span style={{ width: `${percent}%` }} />
      </span>
    </button>
  );
}
