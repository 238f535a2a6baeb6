import { type Collection, Journal } from '../kernel/journal';

export interface SimulatedSms {
  bizId: string;
  clientId: string;
  to: string;
  templateCode: string;
  params: Record<string, string>;
  text: string;
  /** The code to type in, when the message carries one. */
  code?: string;
  at: string;
  status: 'sent' | 'delivered' | 'failed' | 'lost';
  receiptError?: string;
}

export class SmsState {
  readonly messages: Collection<SimulatedSms>;
  /** clientId → bizId: a repeat is answered, not sent again. */
  private readonly sent: Collection<string>;

  constructor(journal: Journal = new Journal()) {
    this.messages = journal.collection('sms-messages');
    this.sent = journal.collection('sms-client-ids');
  }

  alreadySent(clientId: string): string | undefined {
    return this.sent.get(clientId);
  }

  add(message: SimulatedSms): void {
    this.messages.put(message.bizId, message);
    this.sent.put(message.clientId, message.bizId);
    this.messages.trim(500);
    this.sent.trim(5_000);
  }

  update(bizId: string, change: Partial<SimulatedSms>): void {
    const message = this.messages.get(bizId);
    if (message) this.messages.put(bizId, { ...message, ...change });
  }

  latest(phone: string): SimulatedSms | undefined {
    return this.messages.values().findLast((message) => message.to === phone);
  }
}
