import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

type IndexedField =
  | 'phone'
  | 'phone-tail'
  | 'identity'
  | 'sms-code'
  | 'network'
  | 'device'
  | 'pairing-code'
  | 'site-code'
  | 'kiosk-ticket'
  | 'share-code'
  | 'staff-name'
  | 'agreed';

/**
 * Sensitive fields at rest: AES-256-GCM with a key id, and keyed hashes for equality search.
 * Ciphertext: `keyId.base64url(nonce | tag | data)`.
 */
export class Secrets {
  private readonly keys = new Map<string, Buffer>();
  private readonly currentKeyId: string;
  private readonly indexKey: Buffer;

  /**
   * @param dataKeys `id:hex[,id:hex]`, the current key first; older ones still decrypt
   * @param indexKey 64 hex digits
   */
  constructor(dataKeys: string, indexKey: string) {
    for (const pair of dataKeys.split(',')) {
      const [id, hex] = pair.split(':') as [string, string];
      this.keys.set(id, Buffer.from(hex, 'hex'));
    }
    this.currentKeyId = dataKeys.slice(0, dataKeys.indexOf(':'));
    this.indexKey = Buffer.from(indexKey, 'hex');
  }

  encrypt(plain: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.key(this.currentKeyId), nonce);
    const data = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    const packed = Buffer.concat([nonce, cipher.getAuthTag(), data]);
    return `${this.currentKeyId}.${packed.toString('base64url')}`;
  }

  /** @throws when the key is unknown or the text was tampered with */
  decrypt(text: string): string {
    const dot = text.indexOf('.');
    const packed = Buffer.from(text.slice(dot + 1), 'base64url');
    const decipher = createDecipheriv(
      'aes-256-gcm',
      this.key(text.slice(0, dot)),
      packed.subarray(0, 12),
      {
        authTagLength: 16,
      },
    );
    decipher.setAuthTag(packed.subarray(12, 28));
    return decipher.update(packed.subarray(28), undefined, 'utf8') + decipher.final('utf8');
  }

  /** As `encrypt`, for whole documents: `length of key id | key id | nonce | tag | data`. */
  seal(plain: Buffer): Buffer {
    const id = Buffer.from(this.currentKeyId);
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.key(this.currentKeyId), nonce);
    const data = [cipher.update(plain), cipher.final()];
    return Buffer.concat([Buffer.of(id.length), id, nonce, cipher.getAuthTag(), ...data]);
  }

  /** @throws when the key is unknown or the bytes were tampered with */
  open(sealed: Buffer): Buffer {
    const start = 1 + sealed.readUInt8(0);
    const key = this.key(sealed.toString('latin1', 1, start));
    const nonce = sealed.subarray(start, start + 12);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
    decipher.setAuthTag(sealed.subarray(start + 12, start + 28));
    return Buffer.concat([decipher.update(sealed.subarray(start + 28)), decipher.final()]);
  }

  encryptOptional(plain: string | null | undefined): string | null {
    return plain ? this.encrypt(plain) : null;
  }

  decryptOptional(text: string | null): string {
    return text ? this.decrypt(text) : '';
  }

  /**
   * A blind index: equal values hash equal, and nothing can be read from it without the key.
   * @param field separates equal values of different meaning (a phone is not a document)
   */
  index(field: IndexedField, value: string): string {
    return createHmac('sha256', this.indexKey).update(`${field}\n${value}`).digest('base64url');
  }

  private key(id: string): Buffer {
    const key = this.keys.get(id);
    if (!key) throw new Error(`data key ${id} is not configured`);
    return key;
  }
}
