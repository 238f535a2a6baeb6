import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { ExternalIds } from '../agreement/external-ids';
import type { Canonical } from '../canonical';
import type { PartOutcome, Taking } from './inbound-row';
import { RecordPlaces } from './record-places';
import { WaitingMessages } from './waiting-messages';

/** Doctors of theirs are compared with ours, which people keep; nothing is taken over. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class TakeDirectory {
  @Inject()
  externalIds: ExternalIds;
  @Inject()
  recordPlaces: RecordPlaces;
  @Inject()
  waitingMessages: WaitingMessages;

  /** Their number of a doctor is kept: visits come by it and appointments go by it. */
  async practitioner(
    taking: Taking,
    item: Extract<Canonical, { type: 'practitioner' }>,
  ): Promise<PartOutcome> {
    const { tx, system } = taking;
    const { externalId, name, departmentCode } = item;
    const known = await this.externalIds.find(tx, system.id, 'practitioner', externalId);
    if (known) {
      const [doctor] = await tx.query<{ name: string }>(`select name from doctor where id = $1`, [
        known.internalId,
      ]);
      if (doctor?.name === name) return { kind: 'taken', patientId: null };
      return aside('医生姓名与本系统不同，请在医生资料中核对');
    }
    const departmentId = await this.recordPlaces.department(taking, {
      departmentCode,
      departmentName: '',
    });
    const doctorId =
      (await this.recordPlaces.doctor(
        taking,
        { doctorCode: '', doctorName: name },
        departmentId,
      )) ?? (await this.recordPlaces.doctor(taking, { doctorCode: '', doctorName: name }, null));
    if (doctorId === null) return aside('本系统没有这位医生，或同名不止一位');
    await this.externalIds.lock(tx, system.id, 'practitioner', externalId);
    await this.externalIds.put(tx, system.id, 'practitioner', externalId, doctorId);
    await this.waitingMessages.release(tx, system.id, `practitioner:${externalId}`);
    return { kind: 'taken', patientId: null };
  }
}

function aside(text: string): PartOutcome {
  return { kind: 'set-aside', patientId: null, fault: 'not-kept-here', text };
}
