/** Files of HL7 messages, as they are handed around for trying: one or several in a file, batches too. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface FileMessage {
  file: string;
  /** From 1, within the file. */
  number: number;
  content: Buffer;
}

/** Envelopes of a batch; they belong to the file, not to a message. */
const envelopes = /^(FHS|BHS|BTS|FTS)/;

export const isMessageFile = (name: string): boolean => /\.(hl7|txt|dat|er7)$/i.test(name);

export function messagesIn(folder: string): FileMessage[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && isMessageFile(entry.name))
    .map((entry) => entry.name)
    .sort()
    .flatMap((file) => splitMessages(readFileSync(path.join(folder, file)), file));
}

/** Bytes stay as they are, line ends included: they are part of what is tried. */
function splitMessages(bytes: Buffer, file: string): FileMessage[] {
  const lines = bytes.toString('latin1').split(/(?<=\n)|(?<=\r)(?!\n)/);
  const messages: string[] = [];
  for (const line of lines) {
    const text = line.replace(/[\x0b\x1c]/g, '').replace(/^\xef\xbb\xbf/, '');
    if (envelopes.test(text)) continue;
    if (text.startsWith('MSH')) messages.push(text);
    else if (messages.length > 0) messages[messages.length - 1] += text;
    else if (text.trim() !== '') messages.push(text);
  }
  return messages.map((text, index) => ({
    file,
    number: index + 1,
    content: Buffer.from(text, 'latin1'),
  }));
}
