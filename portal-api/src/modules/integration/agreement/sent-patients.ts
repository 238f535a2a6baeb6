import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { KernelContext, type Tx } from '../../../kernel';
import type { CanonicalPatient } from '../canonical';
import type { OutboundPayload } from '../ports';
import {
  comparedFields,
  plain,
  sidesOfTheirs,
  type Agreed,
  type ComparedField,
  type Sent,
} from './compare-patient';

/** An answer may come late, or never: so many of the last words of ours may still stand there. */
const remembered = 4;

type SentPatient = OutboundPayload['patient'];

interface Kept {
  agreed: Agreed | null;
  sent: Sent | null;
}

/** What of a patient goes out, and what there must not be written over. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SentPatients {
  @Inject()
  kernelContext: KernelContext;

  /** Keyed: what was agreed on can be compared and not read. */
  readonly digest = (field: ComparedField, value: string): string =>
    this.kernelContext.secrets.index('agreed', `${field}:${plain(field, value)}`).slice(0, 22);

  /**
   * The fields that somebody there has changed since both sides last agreed, by neither of them being what we
   * sent: they stay, and when they are read here a person decides.
   */
  changedThere(theirs: CanonicalPatient, { agreed, sent }: Kept): ComparedField[] {
    const sides = sidesOfTheirs(theirs);
    return comparedFields.filter((field) => {
      if (sides[field] === '') return false;
      const digest = this.digest(field, sides[field]);
      return agreed?.[field] !== digest && sent?.[field]?.includes(digest) !== true;
    });
  }

  /** Before it leaves: whoever reads it there afterwards knows it for ours. */
  async note(tx: Tx, systemId: string, patient: SentPatient): Promise<void> {
    const [kept] = await tx.query<{ external_id: string; sent: Sent | null }>(
      `select external_id, sent from external_id where system_id = $1 and kind = 'patient' and internal_id = $2
        order by updated_at desc limit 1 for update`,
      [systemId, patient.id],
      'sent-lock',
    );
    if (!kept) return;
    const sent: Sent = { ...kept.sent };
    for (const [field, value] of Object.entries(wordsOf(patient)) as [ComparedField, string][]) {
      if (value === '') continue;
      const digest = this.digest(field, value);
      const before = (sent[field] ?? []).filter((one) => one !== digest);
      sent[field] = [digest, ...before].slice(0, remembered);
    }
    await tx.query(
      `update external_id set sent = $3 where system_id = $1 and kind = 'patient' and external_id = $2`,
      [systemId, kept.external_id, JSON.stringify(sent)],
      'sent-note',
    );
  }
}

function wordsOf(patient: SentPatient): Partial<Record<ComparedField, string>> {
  const { name, gender, birthDate, phone, cardNumber, identityType, identityNumber } = patient;
  const identity = identityNumber === '' ? '' : `${identityType}:${identityNumber}`;
  return { name, gender, birthDate, phone, cardNumber, identity };
}
