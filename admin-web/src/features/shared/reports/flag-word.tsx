import type { ResultFlag } from '@suizhen/contract/wire';
import { flagTones, flagWords } from '@/shared/format/records-labels';
import { ToneTag } from '@/shared/ui/tone-tag';

/** Normal says nothing; anything else says it in words and with the arrow of the laboratory. */
export function FlagWord({ flag }: { flag: ResultFlag }) {
  if (flag === 'N') return null;
  return <ToneTag tone={flagTones[flag]}>{flagWords[flag]}</ToneTag>;
}
