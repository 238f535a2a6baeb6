import { Segmented } from 'antd';
import { useFilters } from '@/shared/hooks/use-filters';
import { BoardView } from './board/board-view';
import { ConflictsView } from './conflicts/conflicts-view';
import { InboundView } from './messages/inbound-view';
import { OutboundView } from './messages/outbound-view';
import { SystemsView } from './systems/systems-view';

const labels = {
  board: '同步看板',
  inbound: '收到的消息',
  outbound: '发出的消息',
  conflicts: '冲突',
  systems: '系统',
} as const;
type View = keyof typeof labels;

/** The hospital's own systems: how far behind, what waits for a person, and how each is reached. */
export function IntegrationPage() {
  const { filters, setFilters } = useFilters<
    'view' | 'system' | 'state' | 'kind' | 'fault' | 'open' | 'mapping' | 'from' | 'to'
  >();
  const view: View = filters.view && filters.view in labels ? (filters.view as View) : 'board';
  const views = (
    <Segmented<View>
      aria-label="视图"
      value={view}
      onChange={(next) =>
        setFilters({
          view: next === 'board' ? '' : next,
          state: '',
          kind: '',
          fault: '',
          open: '',
          mapping: '',
          from: '',
          to: '',
        })
      }
      options={Object.entries(labels).map(([value, label]) => ({ value: value as View, label }))}
    />
  );
  switch (view) {
    case 'inbound':
      return <InboundView views={views} />;
    case 'outbound':
      return <OutboundView views={views} />;
    case 'conflicts':
      return <ConflictsView views={views} />;
    case 'systems':
      return <SystemsView views={views} />;
    case 'board':
      return <BoardView views={views} />;
  }
}
