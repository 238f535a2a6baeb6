import { Alert, Descriptions } from 'antd';
import { useSession } from '@/features/shared/session';
import { formatInstant } from '@/shared/format/date';
import { Page } from '@/shared/ui/page';
import { PasswordCard } from './password-card';
import { TotpCard } from './totp-card';

export function AccountPage() {
  const session = useSession();
  const minutes = Math.round(session.idleTimeoutSeconds / 60);
  return (
    <Page title="账号与安全">
      {session.mustChangePassword && (
        <Alert
          type="warning"
          showIcon
          title="首次登录、密码被重置或已到有效期时，请先设置您自己的新密码。"
        />
      )}
      <div className="card">
        <Descriptions
          title="当前登录"
          column={2}
          items={[
            { key: 'name', label: '姓名', children: session.name },
            { key: 'username', label: '用户名', children: session.username },
            { key: 'roles', label: '角色', children: session.roles.map((r) => r.name).join('、') },
            { key: 'branch', label: '院区', children: session.branchName ?? '全部院区' },
            {
              key: 'expires',
              label: '本次登录有效至',
              children: <span className="num">{formatInstant(session.expiresAt)}</span>,
            },
            { key: 'idle', label: '无操作自动退出', children: `${minutes} 分钟` },
          ]}
        />
      </div>
      <PasswordCard />
      {!session.mustChangePassword && <TotpCard />}
    </Page>
  );
}
