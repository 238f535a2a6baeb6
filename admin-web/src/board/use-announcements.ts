import { useEffect, useRef, useState } from 'react';
import { Announcer } from './announcer';
import { CallWatch, keyOf, spoken } from './calls';
import type { LiveState } from './live-board';

/** As long as it takes to say it twice. */
const freshMs = 12_000;

interface Announcements {
  /** Who was called just now, by clinic and number. */
  fresh: ReadonlySet<string>;
  /** The clinic of the newest call, as a new object for each. */
  latest: { rosterId: string } | null;
  voice: VoiceState;
  unlock: () => void;
}

/** `locked`: browsers speak only after somebody touched the page. */
type VoiceState = 'locked' | 'ready' | 'missing';

/** Every new call is said once, twice in a row, and shown as new for as long. */
export function useAnnouncements({ board, clockOffset }: LiveState): Announcements {
  const { voice, announcer, unlock } = useVoice();
  const [watch] = useState(() => new CallWatch());
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const [latest, setLatest] = useState<Announcements['latest']>(null);
  const timers = useRef(new Set<ReturnType<typeof setTimeout>>());

  useEffect(() => {
    if (!board) return;
    const calls = watch.take(board.queues, Date.now() + clockOffset);
    const last = calls.at(-1);
    if (!last) return;
    const keys = calls.map(({ rosterId, number }) => keyOf(rosterId, number));
    setFresh((before) => new Set([...before, ...keys]));
    setLatest({ rosterId: last.rosterId });
    if (voice === 'ready') for (const call of calls) announcer?.say(spoken(call));
    const timer = setTimeout(() => {
      timers.current.delete(timer);
      setFresh((before) => new Set([...before].filter((key) => !keys.includes(key))));
    }, freshMs);
    timers.current.add(timer);
    // Each board is looked at once; a voice that comes later has missed the call.
  }, [board]);

  useEffect(() => {
    const pending = timers.current;
    return () => pending.forEach(clearTimeout);
  }, []);

  return { fresh, latest, voice, unlock };
}

function useVoice() {
  const [announcer] = useState(() =>
    'speechSynthesis' in window ? new Announcer(window.speechSynthesis) : null,
  );
  const [voice, setVoice] = useState<VoiceState>(() => {
    if (!announcer) return 'missing';
    // The code of the pairing may just have been typed.
    return navigator.userActivation?.hasBeenActive ? 'ready' : 'locked';
  });
  const unlock = (): void => setVoice('ready');

  useEffect(() => {
    if (voice !== 'locked') return;
    const any = (): void => setVoice('ready');
    window.addEventListener('pointerdown', any);
    window.addEventListener('keydown', any);
    return () => {
      window.removeEventListener('pointerdown', any);
      window.removeEventListener('keydown', any);
    };
  }, [voice]);
  useEffect(() => () => announcer?.stop(), [announcer]);
  return { voice, announcer, unlock };
}
