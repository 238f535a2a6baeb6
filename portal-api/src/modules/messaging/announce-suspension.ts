import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  chineseMoment,
  Settings,
  UnitOfWork,
  type DomainEvents,
  type EventHandler,
  type EventMeta,
} from '../../kernel';
import { servicePhone, SuspensionMessages } from '../appointments';
import { Announcer } from './announcer';
import { clinicSuspendedMessage } from './message-texts';
import { Visits } from './visit-facts';

/** Tells everybody of a patient that a visit does not take place and what can be had instead. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AnnounceSuspension implements EventHandler<'clinic.suspended'> {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  settings: Settings;
  @Inject()
  visits: Visits;
  @Inject()
  announcer: Announcer;
  @Inject()
  suspensionMessages: SuspensionMessages;

  /** Says nothing to who has answered meanwhile. */
  async handle(
    { caseId }: DomainEvents['clinic.suspended'],
    { eventId }: EventMeta,
  ): Promise<void> {
    const suspended = await this.suspensionMessages.visitOf(caseId);
    const visit = suspended && (await this.visits.of(suspended.appointmentId));
    if (!suspended || !visit) return;
    const { appointmentId, patientId } = suspended;
    const deadline = chineseMoment(suspended.answerBefore);
    const message = clinicSuspendedMessage(visit, deadline, await this.settings.get(servicePhone));
    // Reminded is told again; a repeat of the same event is not.
    const key = `suspended:${caseId}:${eventId}`;
    await this.unitOfWork.run(async (tx) => {
      const hasSms = await this.announcer.announce(tx, { key, patientId, appointmentId, message });
      await this.suspensionMessages.sent(tx, caseId, key, hasSms);
    });
  }
}
