import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { Tx } from '../../kernel';
import { Deliveries, Inbox } from '../delivery';
import { PatientContacts, Proxies } from '../patients';
import type { Message } from './message-texts';

export interface Announcement {
  /** Names the occasion: however often it is announced, everybody hears of it once. */
  key: string;
  patientId: string;
  appointmentId: string | null;
  message: Message;
  /** Who knows already. */
  exceptAccountId?: string;
  /** False: in the app alone. */
  withSms?: boolean;
}

/** Tells the people of a patient: in the app of every account that acts for them, and by SMS to their phone. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Announcer {
  @Inject()
  inbox: Inbox;
  @Inject()
  deliveries: Deliveries;
  @Inject()
  proxies: Proxies;
  @Inject()
  patientContacts: PatientContacts;

  /** @returns whether an SMS goes out: a patient without a phone is told in the app alone */
  async announce(tx: Tx, announcement: Announcement): Promise<boolean> {
    const { key, patientId, appointmentId, message } = announcement;
    for (const accountId of await this.proxies.accountsOf(patientId)) {
      if (accountId === announcement.exceptAccountId) continue;
      const { kind, title, body } = message;
      const post = { accountId, patientId, kind, title, body, appointmentId };
      await this.inbox.post(tx, { ...post, dedupeKey: `${key}:${accountId}` });
    }
    if (announcement.withSms === false || !message.sms) return false;
    const contact = await this.patientContacts.of(patientId);
    if (!contact?.phone) return false;
    await this.deliveries.enqueue(tx, {
      dedupeKey: key,
      kind: message.kind,
      channel: 'sms',
      to: contact.phone,
      template: message.sms.template,
      params: message.sms.params,
      patientId,
    });
    return true;
  }
}
