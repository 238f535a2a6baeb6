import { Collapse, Table } from 'antd';
import type { TableColumnsType } from 'antd';
import type { Item } from '@/shared/api/client';
import { useRead } from '@/shared/api/hooks';
import { formatInstant } from '@/shared/format/date';
import { reportStatusWords } from '@/shared/format/records-labels';
import { ListEmpty, ListError, ListLoading } from '@/shared/ui/list-state';
import { FlagWord } from './flag-word';
import { looksOnce } from './reads';

type Revision = Item<'listReportRevisions'>;
type RevisionItem = Revision['items'][number];

/** What stood there before: corrections replace, and nothing is lost. */
export function ReportRevisions({ reportId }: { reportId: string }) {
  const revisions = useRead('listReportRevisions', { params: { reportId } }, looksOnce);
  if (revisions.error) {
    return <ListError error={revisions.error} onRetry={() => void revisions.refetch()} />;
  }
  if (!revisions.data) return <ListLoading rows={3} />;
  if (revisions.data.items.length === 0) return <ListEmpty title="没有更早的版本" />;
  return (
    <Collapse
      items={revisions.data.items.map((one) => ({
        key: one.revision,
        label: `第 ${one.revision} 版 ${reportStatusWords[one.status]} ${formatInstant(one.recordedAt)}`,
        children: <RevisionView revision={one} />,
      }))}
    />
  );
}

function RevisionView({ revision }: { revision: Revision }) {
  return (
    <div className="stack">
      {revision.findings && <Paragraph title="检查所见" text={revision.findings} />}
      {revision.conclusion && <Paragraph title="结论" text={revision.conclusion} />}
      {revision.items.length > 0 && (
        <Table<RevisionItem>
          size="small"
          aria-label={`第 ${revision.revision} 版的结果`}
          rowKey="code"
          pagination={false}
          dataSource={revision.items}
          columns={columns}
        />
      )}
    </div>
  );
}

export function Paragraph({ title, text }: { title: string; text: string }) {
  return (
    <div>
      <h2 className="section-title">{title}</h2>
      <p className="written">{text}</p>
    </div>
  );
}

const columns: TableColumnsType<RevisionItem> = [
  { title: '项目', dataIndex: 'name' },
  {
    title: '结果',
    className: 'num',
    render: (_, item) => (
      <>
        {item.value} {item.unit} <FlagWord flag={item.flag} />
      </>
    ),
  },
  { title: '参考范围', className: 'num', render: (_, item) => item.rangeText || '—' },
];
