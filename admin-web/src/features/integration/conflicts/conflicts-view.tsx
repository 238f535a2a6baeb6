import { Button, Select } from 'antd';
import type { TableColumnsType } from 'antd';
import { useMemo, type ReactNode } from 'react';
import type { Item } from '@/shared/api/client';
import { usePages } from '@/shared/api/hooks';
import { formatInstant } from '@/shared/format/date';
import { conflictTones, conflictWords } from '@/shared/format/integration-labels';
import { optionsOf, oneOf } from '@/shared/format/labels';
import { useFilters } from '@/shared/hooks/use-filters';
import { DataTable } from '@/shared/ui/data-table';
import { Page } from '@/shared/ui/page';
import { ToneTag } from '@/shared/ui/tone-tag';
import { kindWords } from '../stream-words';
import { SystemPicker } from '../system-picker';
import { ConflictDialog } from './conflict-dialog';

type Conflict = Item<'listSyncConflicts'>;

/** Where both sides changed the same thing: a person decides, nothing is overwritten in silence. */
export function ConflictsView({ views }: { views: ReactNode }) {
  const { filters, setFilters } = useFilters<'state' | 'system' | 'open'>();
  const state = oneOf(conflictWords, filters.state) ?? 'open';
  const { query, rows } = usePages('listSyncConflicts', {
    query: { limit: 50, state, ...(filters.system ? { systemId: filters.system } : {}) },
  });
  const columns = useMemo(() => conflictColumns((open) => setFilters({ open })), [setFilters]);
  return (
    <Page
      title="系统对接"
      note="两边的内容对不上，先由人看过再定。决定之前两边都保持原样。"
      filters={
        <>
          {views}
          <Select
            aria-label="状态"
            style={{ width: 140 }}
            value={state}
            options={optionsOf(conflictWords)}
            onChange={(next: string) => setFilters({ state: next === 'open' ? '' : next })}
          />
          <SystemPicker value={filters.system} onChange={(system) => setFilters({ system })} />
        </>
      }
    >
      <DataTable<Conflict>
        label="冲突"
        query={query}
        rows={rows}
        rowKey="id"
        columns={columns}
        empty={{
          title: '没有冲突',
          hint: '两边同时改了同一项内容，或医院系统没有患者要约的号时，会出现在这里。',
        }}
      />
      {filters.open && (
        <ConflictDialog conflictId={filters.open} onClose={() => setFilters({ open: '' })} />
      )}
    </Page>
  );
}

const conflictColumns = (open: (id: string) => void): TableColumnsType<Conflict> => [
  {
    title: '事项',
    render: (_, row) => (
      <Button type="link" className="link-button" onClick={() => open(row.id)}>
        {row.title}
      </Button>
    ),
  },
  { title: '系统', dataIndex: 'systemName' },
  { title: '内容', render: (_, row) => kindWords(row.kind) },
  {
    title: '不一致的字段',
    render: (_, row) => row.fields.map(({ title }) => title).join('、') || '—',
  },
  { title: '发现时间', className: 'num', render: (_, row) => formatInstant(row.raisedAt) },
  {
    title: '状态',
    render: (_, row) => (
      <>
        <ToneTag tone={conflictTones[row.state]}>{conflictWords[row.state]}</ToneTag>
        {row.decidedBy !== null && (
          <div className="quiet">
            {row.decidedBy} {formatInstant(row.decidedAt).slice(5)}
          </div>
        )}
      </>
    ),
  },
];
