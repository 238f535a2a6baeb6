import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type MailSim, startMailSim } from '../../../dev/simulators/mail/server';
import type { Mail } from './ports';
import { MailError, SmtpMailSender } from './smtp-mail-sender';

let sim: MailSim;
let sender: SmtpMailSender;

beforeEach(async () => {
  sim = await startMailSim({ port: 0 });
  sender = senderTo(sim.url);
});

afterEach(() => sim.close());

function senderTo(url: string, timeoutMs = 2_000): SmtpMailSender {
  return new SmtpMailSender({ url, from: '随诊医院 <no-reply@suizhen.example>', timeoutMs });
}

function aMail(changes: Partial<Mail> = {}): Mail {
  return {
    to: 'wang@example.com',
    subject: '您的预约已确认：11月28日 周六 上午 9:00–9:15',
    text: '请提前 15 分钟到 3 号楼 2 层签到。',
    messageId: '<appointment-1@suizhen.example>',
    ...changes,
  };
}

async function failure(work: Promise<unknown>): Promise<MailError> {
  const error: unknown = await work.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(MailError);
  return error as MailError;
}

describe('mail', () => {
  it('arrives with Chinese subject and text, and its own message id', async () => {
    await sender.send(aMail());
    const [mail] = sim.mails.values();
    expect(mail).toMatchObject({
      from: '随诊医院 <no-reply@suizhen.example>',
      to: 'wang@example.com',
      subject: '您的预约已确认：11月28日 周六 上午 9:00–9:15',
      text: '请提前 15 分钟到 3 号楼 2 层签到。',
      messageId: '<appointment-1@suizhen.example>',
    });
  });

  it('carries both text and HTML', async () => {
    await sender.send(aMail({ html: '<p>请<b>准时</b>到达。</p>', text: 'plain ascii' }));
    const [mail] = sim.mails.values();
    expect(mail).toMatchObject({ text: 'plain ascii', html: '<p>请<b>准时</b>到达。</p>' });
  });

  it('says whether to try again, and never shows the address', async () => {
    sim.faults.set({ simulator: 'mail', kind: 'error', status: 451, count: 1 });
    const later = await failure(sender.send(aMail()));
    expect(later).toMatchObject({ smtpCode: 451, retryable: true });
    sim.faults.set({ simulator: 'mail', kind: 'error', status: 550, count: 1 });
    const never = await failure(sender.send(aMail()));
    expect(never).toMatchObject({ smtpCode: 550, retryable: false });
    expect(String(never)).not.toContain('wang@example.com');
  });

  it('gives up when the server does not answer, or is not there', async () => {
    sim.faults.set({ simulator: 'mail', kind: 'delay', value: 1_500, count: 1 });
    expect((await failure(senderTo(sim.url, 200).send(aMail()))).retryable).toBe(true);
    expect((await failure(senderTo('smtp://127.0.0.1:9').send(aMail()))).retryable).toBe(true);
  });
});
