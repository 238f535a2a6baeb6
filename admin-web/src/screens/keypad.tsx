import { useRef, type KeyboardEvent } from 'react';

interface Props {
  label: string;
  /** One key each; words stand on wider ones. */
  keys: readonly string[];
  columns?: number;
  /** The first key takes the focus, for those who have no finger on the screen. */
  isRemote?: boolean;
  onKey: (key: string) => void;
}

const steps: Record<string, (columns: number) => number> = {
  ArrowLeft: () => -1,
  ArrowRight: () => 1,
  ArrowUp: (columns) => -columns,
  ArrowDown: (columns) => columns,
};

/** Keys for fingers; the arrows of a remote control move over them and its middle key presses. */
export function Keypad({ label, keys, columns = 3, isRemote = false, onKey }: Props) {
  const pad = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent): void => {
    const step = steps[event.key]?.(columns);
    if (step === undefined || !pad.current) return;
    event.preventDefault();
    const buttons = [...pad.current.querySelectorAll('button')];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons[at + step]?.focus();
  };
  return (
    <div
      ref={pad}
      role="group"
      aria-label={label}
      className="keypad"
      style={{ '--keys': columns } as React.CSSProperties}
      onKeyDown={move}
    >
      {keys.map((key, index) => (
        <button
          key={key}
          type="button"
          className={key.length > 1 ? 'key-word' : undefined}
          autoFocus={isRemote && index === 0}
          onClick={() => onKey(key)}
        >
          {key}
        </button>
      ))}
    </div>
  );
}

/** What a person types on real keys, while no key of the pad is meant. */
export function keyTyped(event: globalThis.KeyboardEvent): string | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (event.key === 'Backspace') return '删除';
  return /^[0-9a-zA-Z]$/.test(event.key) ? event.key.toUpperCase() : null;
}
