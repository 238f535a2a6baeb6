import type { ReactNode } from 'react';
import { clockTimeOf } from './clock-time-of';
import { Notice } from '../Notice';
import { Empty, Failure, Skeleton, type EmptyWords } from './States';

/** As much of a react-query result as the four states need. */
export interface Loadable<T> {
  data: T | undefined;
  error: unknown;
  isError: boolean;
  dataUpdatedAt: number;
  refetch: () => unknown;
}

interface LoadedProps<T> {
  query: Loadable<T>;
  children: (data: T) => ReactNode;
  skeletonCards?: number;
  isEmpty?: (data: T) => boolean;
  empty?: EmptyWords;
}

/**
 * The four states of everything that is read: skeleton, empty, error with retry, offline. What was
 * read before stays on the screen when a later reading fails, and says from when it is.
 */
export function Loaded<T>({ query, children, skeletonCards, isEmpty, empty }: LoadedProps<T>) {
  const { data, isError, error } = query;
  if (data === undefined) {
    if (isError) return <Failure error={error} onRetry={() => void query.refetch()} />;
    return <Skeleton cards={skeletonCards ?? 3} />;
  }
  return (
    <>
      {isError ? (
        <Notice tone="warn">没能更新，显示的是 {clockTimeOf(query.dataUpdatedAt)} 的内容</Notice>
      ) : null}
      {empty && isEmpty?.(data) ? <Empty {...empty} /> : children(data)}
    </>
  );
}
