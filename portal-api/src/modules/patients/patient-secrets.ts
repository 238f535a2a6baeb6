/** How a patient's sensitive fields are stored, searched and shown. */
import {
  identityTypes,
  maskIdentityNumber,
  maskName,
  maskPhone,
  normalizeIdentityNumber,
  type RecordIdentityType,
} from '@suizhen/contract';
import type { Secrets } from '../../kernel';

/** The blind index of a document; null for who has none: a newborn, a 院内档案. */
export function identityIndexOf(
  secrets: Secrets,
  type: RecordIdentityType,
  number: string,
): string | null {
  if (type === 'newborn' || type === 'hospital-record') return null;
  return secrets.index('identity', `${type}:${normalizeIdentityNumber(number)}`);
}

/** The index under every type: who types a number does not say of what. */
export function anyIdentityIndexOf(secrets: Secrets, number: string): string[] {
  return identityTypes
    .map((type) => identityIndexOf(secrets, type, number))
    .filter((index) => index !== null);
}

export function phoneIndexOf(secrets: Secrets, phone: string): string {
  return secrets.index('phone', phone);
}

export function phoneTailIndexOf(secrets: Secrets, tail: string): string {
  return secrets.index('phone-tail', tail);
}

/** The three columns of a phone. */
export function phoneColumns(secrets: Secrets, phone: string) {
  return {
    phone_cipher: secrets.encrypt(phone),
    phone_index: phoneIndexOf(secrets, phone),
    phone_tail_index: phoneTailIndexOf(secrets, phone.slice(-4)),
  };
}

/** 138****5678, from the stored ciphertext; nothing for an account without a phone. */
export function maskedPhoneOf(secrets: Secrets, phoneCipher: string | null): string {
  return maskPhone(secrets.decryptOptional(phoneCipher));
}

export function maskedIdentityOf(secrets: Secrets, identityCipher: string | null): string {
  return maskIdentityNumber(secrets.decryptOptional(identityCipher));
}

export function maskedNameOf(secrets: Secrets, nameCipher: string | null): string {
  return maskName(secrets.decryptOptional(nameCipher));
}

/** The city says little, the street much: 上海市黄浦区**** . */
export function maskedAddressOf(secrets: Secrets, addressCipher: string | null): string {
  const letters = Array.from(secrets.decryptOptional(addressCipher));
  const kept = Math.min(6, Math.floor(letters.length / 2));
  return letters.length === 0 ? '' : `${letters.slice(0, kept).join('')}****`;
}
