export interface ReadMail {
  from: string;
  to: string;
  subject: string;
  messageId: string;
  text: string;
  html?: string;
}

/** Reads what nodemailer writes: plain or multipart, base64 or quoted-printable, UTF-8. */
export function readMail(source: string): ReadMail {
  const part = splitPart(source);
  const bodies = collectBodies(part);
  const html = bodies.get('text/html');
  return {
    from: decodeWords(part.headers.get('from') ?? ''),
    to: decodeWords(part.headers.get('to') ?? ''),
    subject: decodeWords(part.headers.get('subject') ?? ''),
    messageId: part.headers.get('message-id') ?? '',
    text: bodies.get('text/plain') ?? '',
    ...(html === undefined ? {} : { html }),
  };
}

interface Part {
  headers: Map<string, string>;
  body: string;
}

function splitPart(source: string): Part {
  const end = source.search(/\r?\n\r?\n/);
  const head = end < 0 ? source : source.slice(0, end);
  const headers = new Map<string, string>();
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, body: end < 0 ? '' : source.slice(end).replace(/^\r?\n\r?\n/, '') };
}

function collectBodies(part: Part, found = new Map<string, string>()): Map<string, string> {
  const contentType = part.headers.get('content-type') ?? 'text/plain';
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary) {
    for (const piece of part.body.split(`--${boundary}`).slice(1, -1)) {
      collectBodies(splitPart(piece.replace(/^\r?\n/, '')), found);
    }
    return found;
  }
  const type = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  found.set(type, decodeBody(part.body, part.headers.get('content-transfer-encoding') ?? '7bit'));
  return found;
}

function decodeBody(body: string, encoding: string): string {
  switch (encoding.toLowerCase()) {
    case 'base64':
      return Buffer.from(body, 'base64').toString('utf8').trimEnd();
    case 'quoted-printable':
      return fromQuoted(body.replace(/=\r?\n/g, '')).trimEnd();
    default:
      return Buffer.from(body, 'latin1').toString('utf8').trimEnd();
  }
}

/** =?UTF-8?B?…?= and =?UTF-8?Q?…?= */
function decodeWords(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64').toString('utf8')
        : fromQuoted(word.replace(/_/g, ' ')),
    );
}

function fromQuoted(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
