import qrcode from 'qrcode-generator';
import { useEffect, useMemo, useState } from 'react';
import { call } from '@/shared/api/client';

export interface SiteCode {
  /** Null until the server has answered. */
  code: string | null;
  isOffline: boolean;
}

const againAfterMs = 5_000;
/** Whatever the clock of this machine says: a code lives for a minute or two. */
const longestMs = 30_000;
const shortestMs = 2_000;

/** The code of the moment; asking for it is how the kiosk learns that the hospital is out of reach. */
export function useSiteCode(): SiteCode {
  const [state, setState] = useState<SiteCode>({ code: null, isOffline: false });
  useEffect(() => {
    let isGone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      clearTimeout(timer);
      let nextMs = againAfterMs;
      try {
        const { code, validUntil } = await call('getSiteCode', {});
        const left = Date.parse(validUntil) - Date.now();
        nextMs = Math.min(longestMs, Math.max(shortestMs, left));
        if (!isGone) setState({ code, isOffline: false });
      } catch {
        // A code that cannot be renewed would soon lead nowhere.
        if (!isGone) setState({ code: null, isOffline: true });
      }
      if (!isGone) timer = setTimeout(() => void ask(), nextMs);
    };
    const hurry = (): void => void ask();
    hurry();
    window.addEventListener('online', hurry);
    window.addEventListener('offline', hurry);
    return () => {
      isGone = true;
      clearTimeout(timer);
      window.removeEventListener('online', hurry);
      window.removeEventListener('offline', hurry);
    };
  }, []);
  return state;
}

export function QrCode({ text, label }: { text: string; label: string }) {
  const { side, path } = useMemo(() => drawn(text), [text]);
  return (
    <svg
      className="qr"
      role="img"
      aria-label={label}
      viewBox={`-2 -2 ${side + 4} ${side + 4}`}
      shapeRendering="crispEdges"
    >
      <path fill="#fff" d={`M-2 -2h${side + 4}v${side + 4}h-${side + 4}z`} />
      <path fill="#000" d={path} />
    </svg>
  );
}

function drawn(text: string): { side: number; path: string } {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const side = code.getModuleCount();
  let path = '';
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      if (code.isDark(row, column)) path += `M${column} ${row}h1v1h-1z`;
    }
  }
  return { side, path };
}
