import { Button, Empty, Result, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { ApiError, messageOf } from '@/shared/api/api-error';

export interface EmptyWords {
  title: string;
  /** What to do now. */
  hint?: ReactNode;
  action?: ReactNode;
}

export function ListLoading({ rows = 6 }: { rows?: number }) {
  return (
    <div className="card" role="status" aria-label="正在加载">
      <Skeleton active title={false} paragraph={{ rows, width: '100%' }} />
    </div>
  );
}

export function ListEmpty({ title, hint, action }: EmptyWords) {
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <div>
          <div>{title}</div>
          {hint !== undefined && <div className="quiet">{hint}</div>}
        </div>
      }
    >
      {action}
    </Empty>
  );
}

/** No retry: asking again changes nothing, asking somebody does. */
export function NoPermission({ title = '您没有查看这项内容的权限' }: { title?: ReactNode }) {
  return (
    <div role="alert">
      <Result status="info" title={title} subTitle="工作需要时，请联系管理员为您的账号开通。" />
    </div>
  );
}

/** What happened and how to go on; being offline is told apart from the server refusing. */
export function ListError({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  if (error instanceof ApiError && error.code === 'FORBIDDEN') return <NoPermission />;
  const offline = error instanceof ApiError && error.isOffline;
  const requestId = error instanceof ApiError ? error.requestId : undefined;
  return (
    <div role="alert">
      <Result
        status={offline ? 'warning' : 'error'}
        title={offline ? '网络未连接' : '没有取到内容'}
        subTitle={
          <>
            {messageOf(error)}
            {requestId !== undefined && <div className="quiet num">编号 {requestId}</div>}
          </>
        }
        extra={onRetry && <Button onClick={onRetry}>重试</Button>}
      />
    </div>
  );
}
