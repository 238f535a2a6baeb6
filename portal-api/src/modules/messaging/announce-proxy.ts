import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  Settings,
  UnitOfWork,
  type DomainEvents,
  type EventHandler,
  type EventMeta,
} from '../../kernel';
import { servicePhone } from '../appointments';
import { PatientContacts } from '../patients';
import { Announcer } from './announcer';
import { proxyAddedMessage } from './message-texts';

/** Tells a patient and who acts for them already that somebody else does so now. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AnnounceProxy implements EventHandler<'proxy.added'> {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  settings: Settings;
  @Inject()
  patientContacts: PatientContacts;
  @Inject()
  announcer: Announcer;

  async handle(
    { patientId, accountId }: DomainEvents['proxy.added'],
    { eventId }: EventMeta,
  ): Promise<void> {
    const contact = await this.patientContacts.of(patientId);
    if (!contact) return;
    const message = proxyAddedMessage(contact.nameMasked, await this.settings.get(servicePhone));
    await this.unitOfWork.run((tx) =>
      this.announcer.announce(tx, {
        // Who was removed and added again is news again; a repeat of the same event is not.
        key: `proxy:${eventId}`,
        patientId,
        appointmentId: null,
        message,
        exceptAccountId: accountId,
      }),
    );
  }
}
