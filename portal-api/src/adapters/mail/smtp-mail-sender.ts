import { createTransport } from 'nodemailer';
import type { Mail, MailSender } from './ports';

export interface MailOptions {
  /** smtp://user:password@host:port or smtps://… */
  url: string;
  from: string;
  timeoutMs?: number;
}

/** The SMTP answer code only: the server's sentence usually quotes the address. */
export class MailError extends Error {
  override readonly name = 'MailError';
  readonly retryable: boolean;

  constructor(readonly smtpCode: number | undefined) {
    super(`mail not accepted (SMTP ${smtpCode ?? 'unreachable'})`);
    // 4xx asks to come back later, 5xx is final.
    this.retryable = smtpCode === undefined || smtpCode < 500;
  }
}

export class SmtpMailSender implements MailSender {
  private readonly transport: ReturnType<typeof createTransport>;

  constructor(private readonly options: MailOptions) {
    const timeout = options.timeoutMs ?? 8_000;
    this.transport = createTransport({
      url: options.url,
      connectionTimeout: timeout,
      greetingTimeout: timeout,
      socketTimeout: timeout,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  async send(mail: Mail): Promise<void> {
    try {
      await this.transport.sendMail({ from: this.options.from, ...mail });
    } catch (error) {
      throw new MailError((error as { responseCode?: number }).responseCode);
    }
  }
}
