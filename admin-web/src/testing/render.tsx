import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { render, type RenderResult } from '@testing-library/react';
import { App as AntApp, ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import type { ReactNode } from 'react';
import { parseSearch, stringifySearch } from '@/app/search';
import { sessionQuery, type StaffSession } from '@/features/shared/session';
import { aSession } from './records';

interface Options {
  session?: StaffSession;
  /** Where the page stands, with its filters. */
  url?: string;
}

/** Draws a piece of the console as it stands in the product: signed in, routed, in Chinese. */
export async function draw(
  content: ReactNode,
  { session = aSession(), url = '/' }: Options = {},
): Promise<RenderResult & { url: () => string }> {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  client.setQueryData(sessionQuery.queryKey, session);
  const root = createRootRoute({ component: () => content, notFoundComponent: () => content });
  const history = createMemoryHistory({ initialEntries: [url] });
  const router = createRouter({ routeTree: root, history, parseSearch, stringifySearch });
  await router.load();
  const result = render(
    <ConfigProvider
      locale={zhCN}
      button={{ autoInsertSpace: false }}
      theme={{ token: { motion: false } }}
    >
      <AntApp>
        <QueryClientProvider client={client}>
          <RouterProvider router={router as never} />
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>,
  );
  return { ...result, url: () => history.location.href };
}
