import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryKey,
} from '@tanstack/react-query';
import { App } from 'antd';
import { ApiError, messageOf } from './api-error';
import { call, type Answer, type Item, type OperationName, type Request } from './client';

/** Every read is cached under its operation and what was asked. */
const keyOf = <K extends OperationName>(name: K, request?: unknown): QueryKey =>
  request === undefined ? [name] : [name, request];

interface ReadOptions {
  enabled?: boolean;
  staleTime?: number;
  refetchInterval?: number;
  /** Keep the rows of the filter before on screen until the new ones are there. */
  keepPrevious?: boolean;
}

export function useRead<K extends OperationName>(
  name: K,
  request: Request<K>,
  { keepPrevious = false, ...options }: ReadOptions = {},
) {
  return useQuery<Answer<K>>({
    queryKey: keyOf(name, request),
    queryFn: ({ signal }) => call(name, request, { signal }),
    ...(keepPrevious
      ? { placeholderData: (before: Answer<K> | undefined) => before as never }
      : {}),
    ...options,
  });
}

interface Page<Row> {
  items: Row[];
  nextCursor: string | null;
}

/** A keyset list: pages are asked for one after the other and shown as one. */
export function usePages<K extends OperationName>(
  name: K,
  request: Request<K>,
  { keepPrevious = false, ...options }: ReadOptions = {},
) {
  const query = useInfiniteQuery({
    // Only for a search as it is typed: rows of another patient or day must never linger.
    ...(keepPrevious ? { placeholderData: keepPreviousData } : {}),
    queryKey: [name, request, 'pages'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      call(name, withCursor(request, pageParam), { signal }) as Promise<Page<Item<K>>>,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    ...options,
  });
  return { query, rows: query.data?.pages.flatMap((page) => page.items) };
}

/** The cursor goes where the operation takes it: into the body of a search, else into the query. */
function withCursor<K extends OperationName>(request: Request<K>, cursor?: string): Request<K> {
  if (cursor === undefined) return request;
  const parts = request as unknown as { query?: object; body?: object };
  const next =
    'body' in parts
      ? { ...parts, body: { ...parts.body, cursor } }
      : { ...parts, query: { ...parts.query, cursor } };
  return next as unknown as Request<K>;
}

interface WriteOptions<K extends OperationName> {
  /** The reads that are no longer true afterwards. */
  refresh?: OperationName[];
  done?: string | ((answer: Answer<K>) => string);
  onDone?: (answer: Answer<K>, request: Request<K>) => void;
  /** True when the caller shows the error itself. */
  ownsErrors?: boolean;
}

export function useWrite<K extends OperationName>(name: K, options: WriteOptions<K> = {}) {
  const client = useQueryClient();
  const { message } = App.useApp();
  return useMutation<Answer<K>, Error, Request<K> & { idempotencyKey?: string }>({
    mutationFn: ({ idempotencyKey, ...request }) =>
      call(name, request as unknown as Request<K>, { idempotencyKey }),
    onSuccess: async (answer, request) => {
      const { done } = options;
      if (done !== undefined) {
        void message.success(typeof done === 'function' ? done(answer) : done);
      }
      options.onDone?.(answer, request);
      await Promise.all(
        (options.refresh ?? []).map((read) => client.invalidateQueries({ queryKey: [read] })),
      );
    },
    onError: (error) => {
      if (options.ownsErrors) return;
      const hasFields = error instanceof ApiError && Object.keys(error.fields).length > 0;
      void message.error(hasFields ? fieldSentence(error) : messageOf(error), 6);
    },
  });
}

function fieldSentence(error: ApiError): string {
  return [error.message, ...new Set(Object.values(error.fields))].join(' ');
}
