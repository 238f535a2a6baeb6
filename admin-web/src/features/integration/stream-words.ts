import { inboundKindWords, outboundKindWords } from '@/shared/format/integration-labels';
import { formatSeconds } from '@/shared/format/span';
import type { Tone } from '@/shared/look/tokens';

/** What is exchanged, as people say it; a message type of a system (ORU^R01) stays as it came. */
export function kindWords(kind: string): string {
  if (Object.hasOwn(inboundKindWords, kind))
    return inboundKindWords[kind as keyof typeof inboundKindWords];
  if (Object.hasOwn(outboundKindWords, kind))
    return outboundKindWords[kind as keyof typeof outboundKindWords];
  return kind;
}

/** A minute is what was promised; beyond five somebody should look. */
const PROMISED = 60;
const LATE = 300;

export function lagWords(seconds: number | null): { text: string; tone: Tone } {
  if (seconds === null) return { text: '还没有同步过', tone: 'plain' };
  const span = formatSeconds(seconds);
  if (seconds <= PROMISED) return { text: span, tone: 'good' };
  return { text: `落后 ${span}`, tone: seconds <= LATE ? 'warn' : 'danger' };
}
