import { createDecipheriv } from 'node:crypto';
import { SignatureError } from './errors';

export interface EncryptedResource {
  algorithm: string;
  ciphertext: string;
  nonce: string;
  associated_data?: string;
}

const TAG_BYTES = 16;

/**
 * AEAD_AES_256_GCM of notifications and certificates. Unlike the library's own function this one
 * calls `final()`, without which the tag is never checked and a forged text passes.
 */
export function decryptResource(resource: EncryptedResource, apiV3Key: string): string {
  try {
    const bytes = Buffer.from(resource.ciphertext, 'base64');
    const tag = bytes.subarray(-TAG_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', apiV3Key, resource.nonce, {
      authTagLength: TAG_BYTES,
    });
    decipher.setAuthTag(tag);
    decipher.setAAD(Buffer.from(resource.associated_data ?? '', 'utf8'));
    const plain = [decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()];
    return Buffer.concat(plain).toString('utf8');
  } catch {
    throw new SignatureError('undecryptable');
  }
}
