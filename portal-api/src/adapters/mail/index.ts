export type { Mail, MailSender } from './ports';
export { MailError, SmtpMailSender, type MailOptions } from './smtp-mail-sender';
