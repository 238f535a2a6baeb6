export interface MailSender {
  /** Repeats carry the same messageId, by which mail systems drop doubles. */
  send(mail: Mail): Promise<void>;
}

export interface Mail {
  to: string;
  subject: string;
  text: string;
  html?: string;
  messageId: string;
}
