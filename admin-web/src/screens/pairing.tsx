import { useCallback, useEffect, useRef, useState } from 'react';
import { messageOf } from '@/shared/api/api-error';
import { Keypad, keyTyped } from './keypad';

const digits = 8;
const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '清空', '0', '删除'] as const;

interface Props {
  title: string;
  pair: (code: string) => Promise<void>;
}

/** The code that staff were shown when they added the device, by keyboard, remote control or finger. */
export function Pairing({ title, pair }: Props) {
  const { code, error, isBusy, press } = usePairingCode(pair);
  useEffect(() => {
    const type = (event: KeyboardEvent): void => {
      const key = keyTyped(event);
      if (key !== null) press(key);
    };
    window.addEventListener('keydown', type);
    return () => window.removeEventListener('keydown', type);
  }, [press]);
  return (
    <main className="pairing">
      <h1>{title}</h1>
      <p>请输入管理后台「大屏与自助机」中显示的 8 位配对码</p>
      <div className="pairing-code num" role="img" aria-label={`已输入 ${code.length} 位`}>
        {Array.from({ length: digits }, (_, index) => (
          <span key={index} className={index === code.length ? 'is-next' : undefined}>
            {code[index] ?? ''}
          </span>
        ))}
      </div>
      <p className="pairing-error" role="alert">
        {isBusy ? '正在配对…' : error}
      </p>
      <Keypad label="配对码" keys={keys} isRemote onKey={press} />
    </main>
  );
}

function usePairingCode(pair: Props['pair']) {
  const [code, setCode] = useState('');
  const [error, setError] = useState('');
  const [isBusy, setBusy] = useState(false);
  const typed = useRef('');

  const press = useCallback(
    (key: string) => {
      const next = after(typed.current, key);
      if (next === typed.current) return;
      typed.current = next;
      setCode(next);
      setError('');
      if (next.length < digits) return;
      setBusy(true);
      pair(next)
        .catch((refusal: unknown) => {
          setError(messageOf(refusal));
          typed.current = '';
          setCode('');
        })
        .finally(() => setBusy(false));
    },
    [pair],
  );
  return { code, error, isBusy, press };
}

function after(code: string, key: string): string {
  // A full code is on its way.
  if (code.length === digits) return code;
  if (key === '清空') return '';
  if (key === '删除') return code.slice(0, -1);
  return /^\d$/.test(key) ? code + key : code;
}
