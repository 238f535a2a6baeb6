import { useEffect, useState } from 'react';

const idleMs = 30_000;

/** Counts the seconds since the last touch down and ends what was begun. */
export function useIdleReset(isActive: boolean, reset: () => void): number {
  const [left, setLeft] = useState(idleMs / 1000);
  useEffect(() => {
    if (!isActive) return;
    let endsAt = Date.now() + idleMs;
    const tell = (): void => setLeft(Math.max(0, Math.ceil((endsAt - Date.now()) / 1000)));
    const touched = (): void => {
      endsAt = Date.now() + idleMs;
      tell();
    };
    tell();
    const timer = setInterval(() => {
      tell();
      if (Date.now() >= endsAt) reset();
    }, 500);
    window.addEventListener('pointerdown', touched);
    window.addEventListener('keydown', touched);
    return () => {
      clearInterval(timer);
      window.removeEventListener('pointerdown', touched);
      window.removeEventListener('keydown', touched);
    };
  }, [isActive, reset]);
  return left;
}
