import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { App as AntApp, ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ErrorBoundary } from './app/error-boundary';
import './app/global.css';
import './app/console.css';
import { createConsoleRouter } from './app/router';
import { theme } from './app/theme';
import { sessionQuery } from './features/shared/session';
import { onSignedOut } from './shared/api/http';
import { createQueryClient } from './shared/api/query-client';

dayjs.locale('zh-cn');

const queryClient = createQueryClient();
const router = createConsoleRouter(queryClient);

// A session that ended elsewhere: forget what was on screen and ask to sign in, keeping the place.
onSignedOut(() => {
  // Nobody was signed in: the router itself leads to sign-in, with nothing to apologise for.
  if (!queryClient.getQueryData(sessionQuery.queryKey)) return;
  const { pathname, href } = router.state.location;
  if (pathname === '/sign-in' || pathname === '/admin/sign-in') return;
  void router
    .navigate({ to: '/sign-in', search: { next: href, reason: 'ended' }, replace: true })
    .then(() => queryClient.clear());
});

const container = document.getElementById('root');
if (!container) throw new Error('#root is missing in index.html');

createRoot(container).render(
  <StrictMode>
    <ConfigProvider locale={zhCN} theme={theme} button={{ autoInsertSpace: false }}>
      <AntApp>
        <ErrorBoundary>
          <QueryClientProvider client={queryClient}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </ErrorBoundary>
      </AntApp>
    </ConfigProvider>
  </StrictMode>,
);
