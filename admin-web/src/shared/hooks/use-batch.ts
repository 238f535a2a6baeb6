import { useCallback, useState } from 'react';
import { messageOf } from '@/shared/api/api-error';

export interface BatchFailure {
  label: string;
  reason: string;
}

export interface BatchState {
  isRunning: boolean;
  done: number;
  total: number;
  failures: BatchFailure[];
}

const idle: BatchState = { isRunning: false, done: 0, total: 0, failures: [] };

/** Does one thing after the other, shows how far it is, and keeps what was refused with its reason. */
export function useBatch<T>(labelOf: (item: T) => string) {
  const [state, setState] = useState<BatchState>(idle);
  const run = useCallback(
    async (items: T[], act: (item: T) => Promise<unknown>): Promise<BatchFailure[]> => {
      const failures: BatchFailure[] = [];
      setState({ isRunning: true, done: 0, total: items.length, failures });
      for (const [index, item] of items.entries()) {
        try {
          await act(item);
        } catch (error) {
          failures.push({ label: labelOf(item), reason: messageOf(error) });
        }
        setState({
          isRunning: true,
          done: index + 1,
          total: items.length,
          failures: [...failures],
        });
      }
      setState((before) => ({ ...before, isRunning: false }));
      return failures;
    },
    [labelOf],
  );
  return { state, run, reset: useCallback(() => setState(idle), []) };
}
