import { Button, Table } from 'antd';
import type { TableProps } from 'antd';
import { ListEmpty, ListError, ListLoading, type EmptyWords } from './list-state';

/** The part of a query that a list needs; infinite and plain queries both fit. */
interface ListQuery {
  isPending: boolean;
  isFetching?: boolean;
  error: unknown;
  refetch: () => unknown;
  hasNextPage?: boolean;
  isFetchingNextPage?: boolean;
  isPlaceholderData?: boolean;
  fetchNextPage?: () => unknown;
}

interface Props<Row> extends Omit<TableProps<Row>, 'dataSource' | 'loading' | 'pagination'> {
  query: ListQuery;
  rows: Row[] | undefined;
  empty: EmptyWords;
  label: string;
}

/** A table that draws all four states of a list and grows by "加载更多". */
export function DataTable<Row extends object>({ query, rows, empty, label, ...table }: Props<Row>) {
  if (query.error && !rows?.length) {
    return (
      <div className="card">
        <ListError error={query.error} onRetry={() => void query.refetch()} />
      </div>
    );
  }
  if (query.isPending || rows === undefined) return <ListLoading />;
  return (
    <div className="card table-card" data-stale={query.isPlaceholderData ?? false}>
      <Table<Row>
        size="middle"
        aria-label={label}
        {...table}
        dataSource={rows}
        pagination={false}
        locale={{ emptyText: <ListEmpty {...empty} /> }}
      />
      {rows.length > 0 && <TableFoot query={query} count={rows.length} />}
    </div>
  );
}

function TableFoot({ query, count }: { query: ListQuery; count: number }) {
  return (
    <div className="table-foot">
      <span className="quiet num" aria-live="polite">
        {query.hasNextPage ? `已显示 ${count} 条` : `共 ${count} 条`}
      </span>
      {query.hasNextPage && (
        <Button
          loading={query.isFetchingNextPage ?? false}
          onClick={() => void query.fetchNextPage?.()}
        >
          加载更多
        </Button>
      )}
    </div>
  );
}
