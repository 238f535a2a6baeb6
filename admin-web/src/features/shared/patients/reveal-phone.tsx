import { useState } from 'react';
import { MaskedValue, RevealDialog, useRevealed } from './reveal';

/** A masked phone with the way to see it, for whoever has to call. */
export function RevealPhone({ patientId, masked }: { patientId: string; masked: string }) {
  const { shown, show } = useRevealed();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <MaskedValue
        field="phone"
        masked={masked}
        shown={shown}
        mayReveal
        onAsk={() => setAsking(true)}
      />
      <RevealDialog
        patientId={patientId}
        asked={isAsking ? 'phone' : null}
        onClose={() => setAsking(false)}
        onRevealed={show}
      />
    </>
  );
}
