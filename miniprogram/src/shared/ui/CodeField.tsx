import { useEffect, useState } from 'react';
import { Button } from './Button/Button';
import { Field } from './Field/Field';

interface CodeFieldProps {
  value: string;
  onChange: (code: string) => void;
  error?: string | undefined;
  /** Sends a code; answers after how many seconds it may be sent again, or nothing when it failed. */
  onSend: () => Promise<number | undefined>;
  /** Seconds to wait at first, when a code is on its way already. */
  initialWait?: number;
  canSend?: boolean;
}

/** Seconds left of a wait that a real clock rules, even while the phone sleeps. */
function useWait(initial: number): [left: number, start: (seconds: number) => void] {
  const [until, setUntil] = useState(() => performanceNow() + initial * 1000);
  const [left, setLeft] = useState(initial);
  useEffect(() => {
    const tick = () => setLeft(Math.max(0, Math.ceil((until - performanceNow()) / 1000)));
    tick();
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }, [until]);
  return [left, (seconds) => setUntil(performanceNow() + seconds * 1000)];
}

// Sign-in runs on real time, not on the hospital's clock, which a demonstration may move.
const performanceNow = (): number => Date.now();

/** An SMS code with its "send again in 53 s". */
export function CodeField(props: CodeFieldProps) {
  const { canSend = true, initialWait = 0 } = props;
  const [left, startWait] = useWait(initialWait);
  const [isSending, setSending] = useState(false);
  const [hasSent, setHasSent] = useState(initialWait > 0);

  const send = async () => {
    setSending(true);
    const seconds = await props.onSend().finally(() => setSending(false));
    if (seconds === undefined) return;
    setHasSent(true);
    startWait(seconds);
  };
  const label = left > 0 ? `${left} 秒后重发` : hasSent ? '重新发送' : '获取验证码';
  return (
    <Field
      label="短信验证码"
      kind="code"
      maxLength={6}
      value={props.value}
      onChange={(code) => props.onChange(code.replace(/\D/g, ''))}
      placeholder="6 位数字"
      error={props.error}
      after={
        <Button
          look="text"
          isInline
          disabled={left > 0 || !canSend}
          isBusy={isSending}
          onTap={() => void send()}
        >
          {label}
        </Button>
      }
    />
  );
}
