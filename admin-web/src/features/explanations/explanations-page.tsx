import { Button, Select } from 'antd';
import type { TableColumnsType } from 'antd';
import { useMemo, useState } from 'react';
import { useMay, useSession } from '@/features/shared/session';
import type { Item } from '@/shared/api/client';
import { usePages } from '@/shared/api/hooks';
import { formatInstant } from '@/shared/format/date';
import { oneOf, optionsOf } from '@/shared/format/labels';
import { directionWords, explanationTones, explanationWords } from '@/shared/format/records-labels';
import { useFilters } from '@/shared/hooks/use-filters';
import { DataTable } from '@/shared/ui/data-table';
import { Page } from '@/shared/ui/page';
import { SearchField } from '@/shared/ui/search-field';
import { ToneTag } from '@/shared/ui/tone-tag';
import { ApproveDialog, RetireDialog } from './decision-dialogs';
import { ExplanationDrawer } from './explanation-drawer';

export type Explanation = Item<'listItemExplanations'>;
type Asked = { what: 'approve' | 'retire'; row: Explanation } | null;

/** Plain words for abnormal results. What patients read was written by one and approved by another. */
export function ExplanationsPage() {
  const { filters, setFilters } = useFilters<'state' | 'q'>();
  const may = useMay();
  const { name } = useSession();
  const [editing, setEditing] = useState<Explanation | 'new' | null>(null);
  const [asked, setAsked] = useState<Asked>(null);
  const state = oneOf(explanationWords, filters.state);
  const { query, rows } = usePages('listItemExplanations', {
    query: {
      limit: 50,
      ...(state ? { state } : {}),
      ...(filters.q ? { words: filters.q } : {}),
    },
  });
  const mayUpdate = may('knowledge.update');
  const columns = useMemo(
    () => [
      ...explanationColumns(mayUpdate ? setEditing : undefined),
      ...(mayUpdate ? [actionColumn(name, setAsked)] : []),
    ],
    [mayUpdate, name],
  );
  return (
    <Page
      title="解读文本"
      note="异常结果旁边给患者看的白话说明，不作诊断。写的人和批准的人不能是同一位。"
      actions={
        mayUpdate && (
          <Button type="primary" data-main onClick={() => setEditing('new')}>
            新增解读
          </Button>
        )
      }
      filters={
        <>
          <SearchField
            value={filters.q ?? ''}
            placeholder="项目名称或代码"
            onChange={(q) => setFilters({ q })}
          />
          <Select
            aria-label="状态"
            allowClear
            placeholder="全部状态"
            style={{ width: 140 }}
            value={state ?? null}
            options={optionsOf(explanationWords)}
            onChange={(next?: string | null) => setFilters({ state: next ?? '' })}
          />
        </>
      }
    >
      <DataTable<Explanation>
        label="解读文本"
        query={query}
        rows={rows}
        rowKey="id"
        columns={columns}
        empty={{ title: '没有解读文本', hint: '新增一条，批准后患者就能在异常结果旁看到。' }}
      />
      <ExplanationDrawer editing={editing} onClose={() => setEditing(null)} />
      {asked?.what === 'approve' && (
        <ApproveDialog row={asked.row} onClose={() => setAsked(null)} />
      )}
      {asked?.what === 'retire' && <RetireDialog row={asked.row} onClose={() => setAsked(null)} />}
    </Page>
  );
}

const explanationColumns = (
  edit: ((row: Explanation) => void) | undefined,
): TableColumnsType<Explanation> => [
  {
    title: '项目',
    render: (_, row) => (
      <>
        {edit ? (
          <Button type="link" className="link-button" onClick={() => edit(row)}>
            {row.name}
          </Button>
        ) : (
          row.name
        )}{' '}
        <span className="quiet num">{row.code}</span>
      </>
    ),
  },
  { title: '情形', render: (_, row) => directionWords[row.direction] },
  {
    title: '给患者看的话',
    render: (_, row) => (
      <span className="clip" style={{ maxWidth: 300 }}>
        {row.text}
      </span>
    ),
  },
  {
    title: '状态',
    render: (_, row) => (
      <>
        <ToneTag tone={explanationTones[row.state]}>{explanationWords[row.state]}</ToneTag>
        {row.approvedBy !== null && <div className="quiet">{row.approvedBy}</div>}
      </>
    ),
  },
  { title: '复审日期', className: 'num', render: (_, row) => row.reviewOn ?? '—' },
  {
    title: '谁写的',
    render: (_, row) => (
      <>
        {row.updatedBy}
        <div className="quiet num">{formatInstant(row.updatedAt)}</div>
      </>
    ),
  },
];

const actionColumn = (
  myName: string,
  ask: (asked: Asked) => void,
): TableColumnsType<Explanation>[number] => ({
  title: '操作',
  render: (_, row) => {
    if (row.state === 'retired') return null;
    const isMine = row.updatedBy === myName;
    return (
      <span className="row" style={{ gap: 12, flexWrap: 'nowrap' }}>
        {isMine ? (
          row.state === 'draft' && <span className="quiet">等别人批准</span>
        ) : (
          <Button type="link" className="link-button" onClick={() => ask({ what: 'approve', row })}>
            {row.state === 'draft' ? '批准' : '再次批准'}
          </Button>
        )}
        <Button type="link" className="link-button" onClick={() => ask({ what: 'retire', row })}>
          停用
        </Button>
      </span>
    );
  },
});
