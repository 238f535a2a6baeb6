import type { ReactNode } from 'react';
import { navigate } from '@/app/navigate';
import { restoreSession, useSession } from '@/shared/session/session';
import { Button } from '../Button/Button';
import { Empty, Failure, Skeleton } from '../List/States';

interface SessionGateProps {
  needs: 'session' | 'consent';
  /** Draws the page around what stands in the way, with the one thing to do at the thumb. */
  closed: (gate: ReactNode, bottom: ReactNode) => ReactNode;
  children: ReactNode;
}

/** Shows the page to who is signed in (and has agreed, where health data are read). */
export function SessionGate({ needs, closed, children }: SessionGateProps) {
  const { status, account, problem } = useSession();
  if (status === 'unknown') {
    return closed(
      problem ? <Failure error={problem} onRetry={() => void restoreSession()} /> : <Skeleton />,
      null,
    );
  }
  if (status === 'signed-out') {
    return closed(
      <Empty icon="me" title="登录后就能看到这里的内容" words="用手机号或微信登录，几秒钟就好" />,
      <Button onTap={() => navigate('signIn')}>去登录</Button>,
    );
  }
  if (needs === 'consent' && account?.missingConsents.length) {
    return closed(
      <Empty
        icon="shield"
        title="还需要您的同意"
        words="预约和查看就诊信息会用到您的健康信息，请先阅读说明再决定"
      />,
      <Button onTap={() => navigate('agree')}>去阅读</Button>,
    );
  }
  return <>{children}</>;
}
