import { DownOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import { Button, Dropdown } from 'antd';
import { useSession } from '@/features/shared/session';
import { useSignOut } from '@/features/shared/use-sign-out';

export function AccountMenu() {
  const session = useSession();
  const navigate = useNavigate();
  const signOut = useSignOut();
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'account', label: '账号与安全' },
          { type: 'divider' },
          { key: 'out', label: '退出登录' },
        ],
        onClick: ({ key }) => void (key === 'out' ? signOut('own') : navigate({ to: '/account' })),
      }}
    >
      <Button type="text">
        {session.name}
        <span className="quiet">{session.roles.map((role) => role.name).join('、')}</span>
        <DownOutlined aria-hidden />
      </Button>
    </Dropdown>
  );
}
