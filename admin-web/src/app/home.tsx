import { Navigate } from '@tanstack/react-router';
import { Result } from 'antd';
import { useMay } from '@/features/shared/session';
import { menuFor } from './menu';

/** The first page of one's own menu. */
export function HomePage() {
  const [first] = menuFor(useMay());
  if (first) return <Navigate to={first.path} replace />;
  return (
    <Result status="info" title="您的账号还没有可用的功能" subTitle="请联系管理员为您分配角色。" />
  );
}
