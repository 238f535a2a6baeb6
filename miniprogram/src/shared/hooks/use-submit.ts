import { useRef, useState } from 'react';
import { ApiError, sentenceOf } from '@/shared/request/api-error';
import { createKeyKeeper } from '@/shared/request/idempotency';
import { toast } from '@/shared/ui/Toast/toast';

interface Submit<R, T> {
  isBusy: boolean;
  error: unknown;
  /** Undefined when it failed, or when an earlier tap is still under way. */
  run: (request: R) => Promise<T | undefined>;
  clearError: () => void;
}

/**
 * One wish, sent once: taps while it is under way do nothing, and asking again after a lost answer
 * carries the same key, so the server does it at most once.
 */
export function useSubmit<R, T>(
  send: (request: R, idempotencyKey: string) => Promise<T>,
  options: { onError?: (error: unknown) => boolean | void } = {},
): Submit<R, T> {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const keys = useRef(createKeyKeeper());
  const isUnderWay = useRef(false);

  const run = async (request: R): Promise<T | undefined> => {
    if (isUnderWay.current) return undefined;
    isUnderWay.current = true;
    setBusy(true);
    setError(null);
    try {
      const answer = await send(request, keys.current.keyFor(request));
      keys.current.answered();
      return answer;
    } catch (problem) {
      if (problem instanceof ApiError && !problem.isUnanswered) keys.current.answered();
      setError(problem);
      // The page may say it better in place; otherwise it is said here.
      if (!options.onError?.(problem)) toast(sentenceOf(problem));
      return undefined;
    } finally {
      isUnderWay.current = false;
      setBusy(false);
    }
  };

  return { isBusy, error, run, clearError: () => setError(null) };
}
