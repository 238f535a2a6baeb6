import { useEffect, type ReactNode } from 'react';
import { stopPullDownRefresh, usePullDownRefresh } from '@tarojs/taro';
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

/**
 * WeChat keeps its dots moving until it is told to stop. What stands behind the gate tells it once
 * it has read again; before that stands there, nobody else would.
 */
function useEndOfPull(isOpen: boolean): void {
  usePullDownRefresh(() => {
    if (isOpen) return;
    const isKnown = useSession.getState().status !== 'unknown';
    void (isKnown ? Promise.resolve() : restoreSession()).finally(() => stopPullDownRefresh());
  });
  // Pulled before there was a page to hear it: the first reading is what was wanted.
  useEffect(() => {
    if (process.env.TARO_ENV === 'weapp') stopPullDownRefresh();
  }, []);
}

/** Shows the page to who is signed in (and has agreed, where health data are read). */
export function SessionGate({ needs, closed, children }: SessionGateProps) {
  const { status, account, problem } = useSession();
  const lacksConsent = needs === 'consent' && !!account?.missingConsents.length;
  useEndOfPull(status === 'signed-in' && !lacksConsent);
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
  if (lacksConsent) {
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
