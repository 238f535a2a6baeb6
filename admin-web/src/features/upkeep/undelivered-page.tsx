import { Button, Segmented } from 'antd';
import type { TableColumnsType } from 'antd';
import { useState } from 'react';
import { usePages } from '@/shared/api/hooks';
import { formatInstant } from '@/shared/format/date';
import { useFilters } from '@/shared/hooks/use-filters';
import { DataTable } from '@/shared/ui/data-table';
import { Page } from '@/shared/ui/page';
import { LetterDrawer, type Letter } from './letter-drawer';

const kinds = [
  { value: 'event', label: '系统事项' },
  { value: 'delivery', label: '短信与邮件' },
] as const satisfies readonly { value: Letter['kind']; label: string }[];

export function UndeliveredPage() {
  const { filters, setFilters } = useFilters<'kind'>();
  const [opened, setOpened] = useState<Letter | null>(null);
  const kind = filters.kind === 'delivery' ? 'delivery' : 'event';
  const { query, rows } = usePages('listDeadLetters', { query: { kind, limit: 50 } });
  return (
    <Page
      title="未送达"
      note="系统多次重试后仍没有办成的事项。先看原因，问题解决后重试；不再需要的可以放弃。处理会写入审计。"
      filters={
        <Segmented<Letter['kind']>
          aria-label="类别"
          options={[...kinds]}
          value={kind}
          onChange={(next) => setFilters({ kind: next === 'event' ? '' : next })}
        />
      }
    >
      <DataTable<Letter>
        label="未送达事项"
        query={query}
        rows={rows}
        rowKey="id"
        columns={columns(setOpened)}
        empty={{ title: '没有未送达的事项', hint: '所有通知和消息都已办成。' }}
      />
      <LetterDrawer letter={opened} onClose={() => setOpened(null)} />
    </Page>
  );
}

function columns(open: (letter: Letter) => void): TableColumnsType<Letter> {
  return [
    {
      title: '发生时间',
      className: 'num',
      render: (_, letter) => (
        <Button type="link" className="link-button" onClick={() => open(letter)}>
          {formatInstant(letter.failedAt)}
        </Button>
      ),
    },
    {
      title: '事项',
      render: (_, letter) => (
        <>
          {letter.name} <span className="quiet">{letter.source}</span>
        </>
      ),
    },
    { title: '试过', className: 'num', render: (_, letter) => `${letter.attempts} 次` },
    { title: '原因', render: (_, letter) => letter.error ?? '—' },
  ];
}
