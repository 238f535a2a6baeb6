import { useState, type ReactNode } from 'react';
import { useSubmit } from '@/shared/hooks/use-submit';
import { needsStepUp } from '../api/step-up';
import { StepUpSheet } from './StepUp';

interface OpenedAction<R, T> {
  isBusy: boolean;
  run: (request: R) => Promise<T | undefined>;
  /** Belongs into the overlay of the page. */
  sheet: ReactNode;
}

/** A wish that may need the code first: asks for it, then does what was wished for. */
export function useOpened<R, T>(send: (request: R) => Promise<T>): OpenedAction<R, T> {
  const [waiting, setWaiting] = useState<{ request: R } | null>(null);
  const [refused, setRefused] = useState(false);
  const submit = useSubmit(send, {
    onError: (error) => {
      setRefused(needsStepUp(error));
      return needsStepUp(error);
    },
  });
  const run = (request: R): Promise<T | undefined> => {
    setWaiting({ request });
    setRefused(false);
    return submit.run(request);
  };
  const goOn = () => {
    setRefused(false);
    if (waiting) void submit.run(waiting.request);
  };
  return {
    isBusy: submit.isBusy,
    run,
    sheet: <StepUpSheet isOpen={refused} onClose={() => setRefused(false)} onDone={goOn} />,
  };
}
