import { Button, Select, Timeline } from 'antd';
import type { TimelineKind } from '@suizhen/contract/wire';
import type { Item } from '@/shared/api/client';
import { usePages } from '@/shared/api/hooks';
import { formatInstant } from '@/shared/format/date';
import { oneOf, optionsOf } from '@/shared/format/labels';
import { timelineWords } from '@/shared/format/records-labels';
import { useFilters, type Filters } from '@/shared/hooks/use-filters';
import { look } from '@/shared/look/tokens';
import { ListEmpty, ListError, ListLoading } from '@/shared/ui/list-state';
import { ToneTag } from '@/shared/ui/tone-tag';
import { looksOnce } from '@/features/shared/reports/reads';
import { useMay } from '@/features/shared/session';

type Entry = Item<'getPatientTimeline'>;
type Filter = 'kind' | 'visit' | 'report' | 'open' | 'part';

/** Everything of a patient on one line, newest first. */
export function TimelinePart({ patientId }: { patientId: string }) {
  const { filters, setFilters } = useFilters<Filter>();
  const kind = oneOf(timelineWords, filters.kind);
  const { query, rows } = usePages(
    'getPatientTimeline',
    { params: { patientId }, query: { limit: 50, ...(kind ? { kind } : {}) } },
    looksOnce,
  );
  return (
    <>
      <Select
        aria-label="种类"
        allowClear
        placeholder="全部种类"
        style={{ width: 160 }}
        value={kind ?? null}
        options={optionsOf(timelineWords)}
        onChange={(next?: string | null) => setFilters({ kind: next ?? '' })}
      />
      <div className="card">
        {query.error && !rows?.length ? (
          <ListError error={query.error} onRetry={() => void query.refetch()} />
        ) : rows === undefined ? (
          <ListLoading />
        ) : rows.length === 0 ? (
          <ListEmpty title="还没有记录" hint="就诊、报告、外院资料和体征会按时间排在这里。" />
        ) : (
          <Entries rows={rows} onOpen={setFilters} />
        )}
        {query.hasNextPage && (
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            加载更多
          </Button>
        )}
      </div>
    </>
  );
}

interface EntriesProps {
  rows: Entry[];
  onOpen: (change: Filters<Filter>) => void;
}

function Entries({ rows, onOpen }: EntriesProps) {
  const may = useMay();
  return (
    <Timeline
      items={rows.map((entry) => {
        const target = targetOf(entry, may('report.display'));
        return {
          key: `${entry.kind} ${entry.id}`,
          color: entry.isAbnormal ? look.danger : look.primary,
          content: (
            <div>
              <div className="row" style={{ gap: 8 }}>
                <span className="quiet num">{formatInstant(entry.at)}</span>
                <span className="quiet">{timelineWords[entry.kind]}</span>
                {target ? (
                  <Button type="link" className="link-button" onClick={() => onOpen(target)}>
                    {entry.title}
                  </Button>
                ) : (
                  <b>{entry.title}</b>
                )}
                {entry.isAbnormal && <ToneTag tone="danger">异常</ToneTag>}
              </div>
              {entry.detail && <div className="clip">{entry.detail}</div>}
            </div>
          ),
        };
      })}
    />
  );
}

/** Where an entry leads to: its drawer, or the part of the archive that holds it. */
function targetOf(entry: Entry, mayReadReports: boolean): Filters<Filter> | null {
  const targets: Record<TimelineKind, Filters<Filter> | null> = {
    appointment: { open: entry.id },
    encounter: { visit: entry.id },
    report: mayReadReports ? { report: entry.id } : null,
    document: { part: 'documents', kind: '' },
    'vital-alarm': { part: 'vitals', kind: '' },
    dental: { part: 'dental', kind: '' },
  };
  return targets[entry.kind];
}
