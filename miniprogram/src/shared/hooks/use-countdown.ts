import { useEffect, useRef, useState } from 'react';
import { now } from '@/shared/clock/clock';

const secondsUntil = (instant: string): number =>
  Math.max(0, Math.ceil((Date.parse(instant) - now()) / 1000));

/** Whole seconds left by the hospital's clock; `onEnd` runs once when none is. */
export function useCountdown(until: string | null, onEnd?: () => void): number {
  const [left, setLeft] = useState(() => (until ? secondsUntil(until) : 0));
  const end = useRef(onEnd);
  end.current = onEnd;

  useEffect(() => {
    if (!until) return undefined;
    setLeft(secondsUntil(until));
    const timer = setInterval(() => {
      const rest = secondsUntil(until);
      setLeft(rest);
      if (rest > 0) return;
      clearInterval(timer);
      end.current?.();
    }, 500);
    return () => clearInterval(timer);
  }, [until]);

  return left;
}
