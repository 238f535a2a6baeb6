import { useCallback, useEffect, useState } from 'react';
import type { DeviceKind } from '@suizhen/contract/wire';
import { ApiError } from '@/shared/api/api-error';
import { call, type Answer } from '@/shared/api/client';
import { onSignedOut } from '@/shared/api/http';

export type DeviceSession = Answer<'getDeviceSession'>;

export type DeviceState =
  | { kind: 'starting' }
  | { kind: 'unreachable' }
  | { kind: 'unpaired' }
  | { kind: 'paired'; session: DeviceSession };

const againAfterMs = 5_000;
/** Asking for the session prolongs its cookies, which a browser keeps for about a year. */
const prolongEveryMs = 86_400_000;

/** Who this device is. Whenever the server no longer knows it, it is to be paired again. */
export function useDevice(kind: DeviceKind): {
  state: DeviceState;
  pair: (code: string) => Promise<void>;
} {
  const [state, setState] = useState<DeviceState>({ kind: 'starting' });
  const isPaired = state.kind === 'paired';

  useEffect(() => onSignedOut(() => setState({ kind: 'unpaired' })), []);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const ask = async (): Promise<void> => {
      const next = await readState(kind);
      if (isGone) return;
      if (next.kind !== 'unreachable' || !isPaired) setState(next);
      timer = setTimeout(
        () => void ask(),
        next.kind === 'unreachable' ? againAfterMs : prolongEveryMs,
      );
    };
    if (isPaired) timer = setTimeout(() => void ask(), prolongEveryMs);
    else void ask();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [kind, isPaired]);

  const pair = useCallback(
    async (code: string) => {
      const session = await call('pairDevice', { body: { code, kind } });
      setState({ kind: 'paired', session });
    },
    [kind],
  );
  return { state, pair };
}

async function readState(kind: DeviceKind): Promise<DeviceState> {
  try {
    const session = await call('getDeviceSession', {});
    // The browser of a kiosk that was made a board: its code decides anew.
    return session.kind === kind ? { kind: 'paired', session } : { kind: 'unpaired' };
  } catch (error) {
    const isRefused = error instanceof ApiError && (error.endsSession || error.status === 403);
    return { kind: isRefused ? 'unpaired' : 'unreachable' };
  }
}
