import { MenuFoldOutlined, MenuUnfoldOutlined, QuestionCircleOutlined } from '@ant-design/icons';
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { Alert, Button, Layout, Menu, Tooltip } from 'antd';
import { Suspense, useCallback, useMemo, useState } from 'react';
import { AccountMenu } from '@/features/account/account-menu';
import { BranchProvider, BranchSwitch } from '@/features/shared/branch';
import { CriticalCount, CriticalMark } from '@/features/shared/reports/critical-count';
import { IdleWatch } from '@/features/session/idle-watch';
import { useMay, useSession } from '@/features/shared/session';
import { useSignOut } from '@/features/shared/use-sign-out';
import { useOnline } from '@/shared/hooks/use-online';
import { ShortcutHelp } from '@/shared/shortcuts/shortcut-help';
import { focusSearch, pressMainAction, useShortcuts } from '@/shared/shortcuts/use-shortcuts';
import { ListLoading, NoPermission } from '@/shared/ui/list-state';
import { ErrorBoundary } from './error-boundary';
import { forbiddenPage, groupsOf, menuFor, menuGroups } from './menu';

const NARROW = 1100;

export function ConsoleLayout() {
  const session = useSession();
  const [isFolded, setFolded] = useState(() => window.innerWidth < NARROW);
  const [helpOpen, setHelpOpen] = useState(false);
  const signOut = useSignOut();
  const shortcuts = useMemo(
    () => ({ '/': focusSearch, n: pressMainAction, '?': () => setHelpOpen(true) }),
    [],
  );
  useShortcuts(shortcuts);
  const onTimeout = useCallback(() => void signOut('idle'), [signOut]);
  return (
    <BranchProvider>
      <a className="skip-link" href="#content">
        跳到正文
      </a>
      <Layout className="console">
        <Layout.Sider
          width={188}
          collapsedWidth={64}
          collapsed={isFolded}
          trigger={null}
          className="console-side"
        >
          <Brand folded={isFolded} name={session.hospitalName} />
          <SideMenu />
        </Layout.Sider>
        <Layout>
          <Layout.Header className="console-head">
            <Button
              type="text"
              aria-label={isFolded ? '展开菜单' : '收起菜单'}
              icon={isFolded ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
              onClick={() => setFolded(!isFolded)}
            />
            <BranchSwitch />
            <span style={{ flex: 1 }} />
            <Tooltip title="键盘快捷键（?）">
              <Button
                type="text"
                aria-label="键盘快捷键"
                icon={<QuestionCircleOutlined />}
                onClick={() => setHelpOpen(true)}
              />
            </Tooltip>
            <AccountMenu />
          </Layout.Header>
          <Layout.Content id="content" tabIndex={-1} className="console-body">
            <OfflineNotice />
            <PageFrame />
          </Layout.Content>
        </Layout>
      </Layout>
      <ShortcutHelp open={helpOpen} onClose={() => setHelpOpen(false)} />
      <IdleWatch idleMinutes={session.idleTimeoutSeconds / 60} onTimeout={onTimeout} />
    </BranchProvider>
  );
}

/** A page that breaks leaves the menu in place; going elsewhere clears it. */
function PageFrame() {
  const { pathname } = useLocation();
  if (forbiddenPage(useMay(), pathname)) {
    return <NoPermission title={<h1 className="result-title">您没有这个页面的权限</h1>} />;
  }
  return (
    <ErrorBoundary key={pathname}>
      <Suspense fallback={<ListLoading />}>
        <Outlet />
      </Suspense>
    </ErrorBoundary>
  );
}

function Brand({ folded, name }: { folded: boolean; name: string }) {
  return (
    <div className="brand" title={name}>
      <span className="brand-mark" aria-hidden>
        诊
      </span>
      {!folded && (
        <span>
          <b>随诊</b>
          <small>{name}</small>
        </span>
      )}
    </div>
  );
}

function SideMenu() {
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const may = useMay();
  // With a first password nothing opens but the page that changes it.
  const entries = useSession().mustChangePassword ? [] : menuFor(may);
  const current = entries.find((entry) => pathname.startsWith(entry.path));
  return (
    <nav aria-label="主菜单">
      <Menu
        mode="inline"
        selectedKeys={current ? [current.path] : []}
        onClick={({ key }) => void navigate({ to: key })}
        items={groupsOf(entries).map(([name, members]) => ({
          type: 'group',
          key: name,
          label: menuGroups[name],
          children: members.map((entry) => ({
            key: entry.path,
            icon:
              entry.path === '/critical' ? <CriticalMark>{entry.icon}</CriticalMark> : entry.icon,
            label: (
              <Link to={entry.path} onClick={(event) => event.stopPropagation()}>
                {entry.label}
                {entry.path === '/critical' && <CriticalCount />}
              </Link>
            ),
          })),
        }))}
      />
    </nav>
  );
}

function OfflineNotice() {
  const isOnline = useOnline();
  if (isOnline) return null;
  return (
    <Alert
      banner
      type="warning"
      title="网络未连接。您可以继续查看已打开的内容，联网后再保存。"
      style={{ marginBottom: 16, borderRadius: 8 }}
    />
  );
}
