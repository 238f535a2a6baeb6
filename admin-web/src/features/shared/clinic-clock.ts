import { useSuspenseQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { sessionQuery } from './session';

/** The hospital's clock, kept running between two answers of the server. */
export function useClinicNow(everyMs = 1_000): number {
  const { data, dataUpdatedAt } = useSuspenseQuery(sessionQuery);
  const [machine, setMachine] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setMachine(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return Date.parse(data.serverTime) + Math.max(0, machine - dataUpdatedAt);
}
