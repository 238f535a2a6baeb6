export { SmtpMailSender } from './smtp-mail-sender';
