import { useEffect, useRef, useState } from 'react';
import { now } from '@/shared/clock/clock';

const secondsUntil = (instant: string): number =>
  Math.max(0, Math.ceil((Date.parse(instant) - now()) / 1000));

/** Whole seconds left by the hospital's clock; `onEnd` runs once when none is. */
export function useCountdown(until: string | null, onEnd?: () => void): number {
  // Only makes the figures move; what is left is read from the clock at every drawing.
  const [, setDrawn] = useState(0);
  const end = useRef(onEnd);
  end.current = onEnd;

  useEffect(() => {
    if (!until) return undefined;
    const timer = setInterval(() => {
      const left = secondsUntil(until);
      setDrawn(left);
      if (left > 0) return;
      clearInterval(timer);
      end.current?.();
    }, 500);
    return () => clearInterval(timer);
  }, [until]);

  return until ? secondsUntil(until) : 0;
}
