import { Modal } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import { call } from '@/shared/api/client';

const WARN_SECONDS = 60;
const ACTIVITY = ['pointerdown', 'keydown', 'wheel'] as const;
/** Other tabs of the same browser share the session, so they share the activity too. */
const SHARED_KEY = 'suizhen.last-activity';

interface Props {
  idleMinutes: number;
  onTimeout: () => void;
}

// Idle time is real time, not the clinic's clock: it guards an unattended screen.
const now = (): number => Date.now();

function lastActivity(): number {
  return Number(localStorage.getItem(SHARED_KEY) ?? 0);
}

/** Warns a minute before the server would end an idle session, and clears the screen when it does. */
export function IdleWatch({ idleMinutes, onTimeout }: Props) {
  const [secondsLeft, setSecondsLeft] = useState<number | null>(null);
  const isWarning = useRef(false);
  const stay = useCallback(() => {
    isWarning.current = false;
    setSecondsLeft(null);
    localStorage.setItem(SHARED_KEY, String(now()));
    // Any call prolongs the session on the server; a dead one answers 401 and leads to sign-in.
    void call('getStaffSession', {}).catch(() => undefined);
  }, []);

  useEffect(() => {
    localStorage.setItem(SHARED_KEY, String(now()));
    const note = (): void => {
      if (!isWarning.current) localStorage.setItem(SHARED_KEY, String(now()));
    };
    ACTIVITY.forEach((name) => window.addEventListener(name, note, { passive: true }));
    const timer = setInterval(() => {
      const left = Math.ceil(idleMinutes * 60 - (now() - lastActivity()) / 1000);
      if (left <= 0) return onTimeout();
      isWarning.current = left <= WARN_SECONDS;
      setSecondsLeft(isWarning.current ? left : null);
    }, 1000);
    return () => {
      clearInterval(timer);
      ACTIVITY.forEach((name) => window.removeEventListener(name, note));
    };
  }, [idleMinutes, onTimeout]);

  return (
    <Modal
      title="您还在吗"
      open={secondsLeft !== null}
      closable={false}
      keyboard={false}
      okText="继续使用"
      cancelText="退出登录"
      onOk={stay}
      onCancel={onTimeout}
      mask={{ closable: false }}
      width={400}
    >
      <p>
        一段时间没有操作。为保护患者信息，<b className="num">{secondsLeft ?? 0}</b> 秒后将自动退出。
      </p>
    </Modal>
  );
}
