import { useEffect, useRef } from 'react';

/** A scanner types faster than anyone, and ends with Enter; some end with nothing. */
const pauseMs = 250;
const leastLength = 6;

/**
 * A scanner is a keyboard. It is heard wherever the focus stands, so that a finger beside a field does not
 * make it deaf, and no field keeps what was scanned.
 */
export function useScanner(isActive: boolean, onCode: (code: string) => void): void {
  const tell = useRef(onCode);
  tell.current = onCode;
  useEffect(() => {
    if (!isActive) return;
    let typed = '';
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = (): void => {
      clearTimeout(timer);
      const code = typed;
      typed = '';
      if (code.length >= leastLength) tell.current(code);
    };
    const hear = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'Enter' || event.key === 'Tab') {
        if (typed === '') return;
        // It is the scanner's, not a press on the button that has the focus.
        event.preventDefault();
        end();
      } else if (event.key.length === 1) {
        typed += event.key;
        clearTimeout(timer);
        timer = setTimeout(end, pauseMs);
      }
    };
    window.addEventListener('keydown', hear, true);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('keydown', hear, true);
    };
  }, [isActive]);
}
