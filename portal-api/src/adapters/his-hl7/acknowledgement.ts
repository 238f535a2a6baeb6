import { Hl7Message } from './message';
import type { MessageHeader } from './header';
import { writeMessage, writeSegment } from './message-writer';
import { writeTime } from './timestamps';

/** AA: kept safely. AE: kept, and it cannot be read. AR: it is not for us. */
type AcknowledgementCode = 'AA' | 'AE' | 'AR';

export interface Verdict {
  code: AcknowledgementCode;
  /** For the people at the other end; nothing personal. */
  text: string;
  /** HL7 table 0357. */
  errorCode: string;
}

export const accepted: Verdict = { code: 'AA', text: '', errorCode: '0' };

export interface Acknowledging {
  application: string;
  facility: string;
  /** Of the answer itself. */
  controlId: string;
  at: Date;
}

export function writeAcknowledgement(
  header: MessageHeader,
  verdict: Verdict,
  own: Acknowledging,
): string {
  const event = header.type.split('^')[1] ?? '';
  const segments = [
    writeSegment('MSH', {
      3: own.application,
      4: own.facility,
      5: header.sendingApplication,
      6: header.sendingFacility,
      7: writeTime(own.at),
      9: event ? ['ACK', event, 'ACK'] : 'ACK',
      10: own.controlId,
      11: header.processingId || 'P',
      12: header.version || '2.5',
      18: header.charset,
    }),
    writeSegment('MSA', { 1: verdict.code, 2: header.controlId, 3: verdict.text }),
  ];
  if (verdict.code !== 'AA') {
    segments.push(writeSegment('ERR', { 3: [verdict.errorCode], 4: 'E', 8: verdict.text }));
  }
  return writeMessage(segments);
}

export interface Acknowledgement {
  /** AA and CA, AE and CE, AR and CR mean the same to us. */
  code: AcknowledgementCode;
  controlId: string;
  text: string;
  /** HL7 table 0357, and the segment it is about; empty where they do not say. */
  errorCode: string;
  errorSegment: string;
  /** Some systems tell with it whom or what they made of the message. */
  patientExternalId: string;
  appointmentExternalId: string;
}

const codes: Record<string, AcknowledgementCode> = {
  AA: 'AA',
  CA: 'AA',
  AE: 'AE',
  CE: 'AE',
  AR: 'AR',
  CR: 'AR',
};

/** Null: it is no acknowledgement. */
export function readAcknowledgement(text: string): Acknowledgement | null {
  const message = parseOrNull(text);
  const msa = message?.first('MSA');
  const code = codes[msa?.text(1) ?? ''];
  if (!message || !msa || !code) return null;
  const error = message.first('ERR');
  const identifiers = message.first('PID')?.repetitions(3) ?? [];
  const patient = identifiers.find((each) => each.text(5) === 'MR') ?? identifiers[0];
  return {
    code,
    controlId: msa.text(2),
    errorCode: error?.text(3) ?? '',
    errorSegment: error?.text(2) ?? '',
    text: msa.text(3) || error?.text(8) || error?.text(3, 2) || '',
    patientExternalId: patient?.text(1) ?? '',
    appointmentExternalId: message.first('SCH')?.text(2) ?? '',
  };
}

function parseOrNull(text: string): Hl7Message | null {
  try {
    return Hl7Message.parse(text, 'utf-8');
  } catch {
    return null;
  }
}
