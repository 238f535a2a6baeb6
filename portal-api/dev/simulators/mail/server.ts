import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import { Faults } from '../kernel/faults';
import { HospitalClock } from '../kernel/hospital-clock';
import { type Collection, Journal } from '../kernel/journal';
import { type ReadMail, readMail } from './mime';

export interface ReceivedMail extends ReadMail {
  id: string;
  at: string;
}

export interface MailSimOptions {
  port: number;
  journal?: Journal;
  faults?: Faults;
  clock?: HospitalClock;
}

export interface MailSim {
  port: number;
  url: string;
  mails: Collection<ReceivedMail>;
  faults: Faults;
  close(): Promise<void>;
}

/** A mail server that takes everything and delivers nothing. */
export async function startMailSim(options: MailSimOptions): Promise<MailSim> {
  const mails = (options.journal ?? new Journal()).collection<ReceivedMail>('mails');
  const faults = options.faults ?? new Faults();
  const clock = options.clock ?? new HospitalClock();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    logger: false,
    onData: (stream, _session, done) => {
      void receive(stream, faults).then(async (outcome) => {
        if (outcome instanceof Error) return done(outcome);
        await clock.refresh();
        const id = randomUUID();
        mails.put(id, { ...readMail(outcome), id, at: clock.now().toISOString() });
        mails.trim(200);
        done();
      });
    },
  });
  server.on('error', () => undefined); // A client that hangs up is none of our business.
  await listen(server, options.port);
  const { port } = server.server.address() as AddressInfo;
  return { port, url: `smtp://127.0.0.1:${port}`, mails, faults, close: () => close(server) };
}

async function receive(stream: Readable, faults: Faults): Promise<string | Error> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  const late = faults.take('mail', 'delay');
  if (late) await sleep(late.value ?? 2_000);
  const refusal = faults.take('mail', 'error');
  if (refusal) {
    const error = new Error('simulated refusal') as Error & { responseCode: number };
    error.responseCode = refusal.status ?? 451;
    return error;
  }
  return Buffer.concat(chunks).toString('latin1');
}

function listen(server: SMTPServer, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
}

function close(server: SMTPServer): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
