import { Provide, Scope, ScopeEnum } from '@midwayjs/core';

interface OutgoingSms {
  to: string;
  templateCode: string;
  params: Record<string, string>;
  /** The same for every repeat: the vendor sends once. */
  clientId: string;
}

export interface SmsReceipt {
  vendorId: string;
  clientId: string;
  status: 'delivered' | 'failed';
  reason?: string;
  at: Date;
}

/** A way to phones. A refusal carries `code` and `retryable`, and never a number. */
export interface SmsSender {
  send(message: OutgoingSms): Promise<{ vendorId: string }>;
  /** Throws unless the receipts provably come from the vendor. */
  parseReceipts(delivery: {
    headers: Record<string, string | string[] | undefined>;
    rawBody: string;
  }): SmsReceipt[];
  /** Asks what became of messages; those the vendor does not know yet are left out. */
  receiptsOf(clientIds: readonly string[]): Promise<SmsReceipt[]>;
}

interface OutgoingMail {
  to: string;
  subject: string;
  text: string;
  /** The same for every repeat: mail systems drop doubles by it. */
  messageId: string;
}

/** A way to mailboxes. */
export interface MailSender {
  send(mail: OutgoingMail): Promise<void>;
}

/** What a sender's refusal says about itself; anything else is taken for a passing trouble. */
export interface SendRefusal {
  code?: string;
  retryable?: boolean;
}

/** Hands out the ways; the composition root sets them. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SenderHolder {
  sms: SmsSender;
  mail: MailSender;
}
