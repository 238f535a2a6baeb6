import { useCallback, useEffect, useRef, useState } from 'react';
import { Keypad, keyTyped } from '@/screens/keypad';
import type { NumberKind } from './flow';

const digitKeys = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];
const letterKeys = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

interface Asked {
  title: string;
  hint: string;
  least: number;
  most: number;
}

export const numberEntries: Record<NumberKind, Asked> = {
  card: { title: '请输入就诊卡号', hint: '卡号印在就诊卡正面', least: 1, most: 40 },
  identity: {
    title: '请输入身份证号',
    hint: '末位是 X 的请按 X；护照等其他证件请按「字母」',
    least: 5,
    most: 30,
  },
};

interface Props extends Asked {
  onDone: (number: string) => void;
}

/** Shown to its last four only: others stand in the queue behind. */
export function NumberEntry({ title, hint, least, most, onDone }: Props) {
  const [hasLetters, setLetters] = useState(false);
  const { text, press } = useTyped(most, (key) => {
    if (key === '字母' || key === '数字') setLetters(key === '字母');
  });
  const keys = hasLetters
    ? [...letterKeys, '数字', '删除']
    : [...digitKeys, 'X', '0', '删除', '字母', '清空'];
  return (
    <Entry
      title={title}
      hint={hint}
      text={text}
      shown={covered(text)}
      isReady={text.length >= least}
      onDone={onDone}
    >
      <Keypad label={title} keys={keys} columns={hasLetters ? 7 : 3} onKey={press} />
    </Entry>
  );
}

const tailLength = 4;

export function PhoneEntry({ onDone }: { onDone: (phoneTail: string) => void }) {
  const { text, press } = useTyped(tailLength, () => undefined, /^\d$/);
  const shown = text.padEnd(tailLength, '＿');
  return (
    <Entry
      title="请输入手机号后 4 位"
      hint="预约时登记的手机号，用来确认是您本人"
      text={text}
      shown={shown}
      isReady={text.length === tailLength}
      onDone={onDone}
    >
      <Keypad label="手机号后 4 位" keys={[...digitKeys, '清空', '0', '删除']} onKey={press} />
    </Entry>
  );
}

interface EntryProps {
  title: string;
  hint: string;
  text: string;
  shown: string;
  isReady: boolean;
  onDone: (text: string) => void;
  children: React.ReactNode;
}

function Entry({ title, hint, text, shown, isReady, onDone, children }: EntryProps) {
  return (
    <div className="entry">
      <div className="entry-text">
        <h1>{title}</h1>
        <p>{hint}</p>
        {/* No input field: a browser would remember what was typed into one. */}
        <div className="typed num" role="img" aria-label={`已输入 ${text.length} 位`}>
          {shown}
        </div>
      </div>
      {children}
      <button
        type="button"
        className="main-action"
        disabled={!isReady}
        onClick={() => onDone(text)}
      >
        下一步
      </button>
    </div>
  );
}

const covered = (text: string): string => '*'.repeat(Math.max(0, text.length - 4)) + text.slice(-4);

/** By the keys on the screen or real ones, such as those of a card reader. */
function useTyped(most: number, onOther: (key: string) => void, allowed = /^[0-9A-Z]$/) {
  const [text, setText] = useState('');
  const others = useRef(onOther);
  others.current = onOther;
  const press = useCallback(
    (key: string) => {
      if (key === '删除') setText((before) => before.slice(0, -1));
      else if (key === '清空') setText('');
      else if (allowed.test(key)) setText((before) => (before + key).slice(0, most));
      else others.current(key);
    },
    // The pattern is written where it is used and never changes.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [most],
  );
  useEffect(() => {
    const type = (event: KeyboardEvent): void => {
      const key = keyTyped(event);
      if (key !== null) press(key);
    };
    window.addEventListener('keydown', type);
    return () => window.removeEventListener('keydown', type);
  }, [press]);
  return { text, press };
}
