import { createPrivateKey, createPublicKey, randomBytes, sign } from 'node:crypto';

/**
 * A minimal self-signed X.509 certificate, written in DER here because a fresh machine need not
 * have the openssl program. Only the simulators use it.
 */
export function selfSignedCertificate(privateKeyPem: string, commonName: string): string {
  const privateKey = createPrivateKey(privateKeyPem);
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const name = sequence(set(sequence(COMMON_NAME, utf8(commonName))));
  const body = sequence(
    tagged(0, integer(Buffer.from([2]))), // version 3
    integer(positive(randomBytes(16))),
    SHA256_WITH_RSA,
    name, // issuer
    sequence(generalizedTime('20240101000000Z'), generalizedTime('20440101000000Z')),
    name, // subject: itself
    publicKey,
  );
  const signature = bitString(sign('sha256', body, privateKey));
  const der = sequence(body, SHA256_WITH_RSA, signature).toString('base64');
  const lines = der.match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function element(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

function lengthOf(length: number): Buffer {
  if (length < 128) return Buffer.from([length]);
  const bytes = length < 256 ? [length] : [length >> 8, length & 0xff];
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

function sequence(...parts: Buffer[]): Buffer {
  return element(0x30, Buffer.concat(parts));
}

function set(...parts: Buffer[]): Buffer {
  return element(0x31, Buffer.concat(parts));
}

function tagged(number: number, content: Buffer): Buffer {
  return element(0xa0 | number, content);
}

function integer(bytes: Buffer): Buffer {
  return element(0x02, bytes);
}

function utf8(text: string): Buffer {
  return element(0x0c, Buffer.from(text, 'utf8'));
}

function generalizedTime(text: string): Buffer {
  return element(0x18, Buffer.from(text, 'ascii'));
}

function bitString(bytes: Buffer): Buffer {
  return element(0x03, Buffer.concat([Buffer.from([0]), bytes]));
}

/** DER integers are signed: a leading bit would make it negative, a leading zero is forbidden. */
function positive(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy[0] = ((copy[0] ?? 0) & 0x7f) | 0x40;
  return copy;
}

const COMMON_NAME = element(0x06, Buffer.from([0x55, 0x04, 0x03]));
const SHA256_WITH_RSA = sequence(
  element(0x06, Buffer.from([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b])),
  element(0x05, Buffer.alloc(0)),
);
