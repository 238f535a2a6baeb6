import { createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';

/** Between two downloads of certificates, however many unknown serials arrive. */
const REFRESH_EVERY_MS = 60_000;

/** Given by the caller: fetches and decrypts the platform's certificates (PEM). */
export type CertificateSource = () => Promise<string[]>;

/**
 * Whose signature is it? Serial → key. In public-key mode the one key is configured and nothing is
 * ever fetched. In certificate mode an unknown serial may be a new certificate, so one download is
 * tried; anybody can send unknown serials, hence at most one download a minute, shared by all.
 */
export class PlatformKeys {
  private readonly keys = new Map<string, KeyObject>();
  private refreshing: Promise<void> | undefined;
  private lastRefresh = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly now: () => number,
    private readonly source?: CertificateSource,
  ) {}

  addPublicKey(id: string, pem: string): void {
    this.keys.set(id, createPublicKey(pem));
  }

  addCertificate(pem: string): void {
    const certificate = new X509Certificate(pem);
    this.keys.set(certificate.serialNumber.toUpperCase(), certificate.publicKey);
  }

  known(serial: string): KeyObject | undefined {
    return this.keys.get(serial) ?? this.keys.get(serial.toUpperCase());
  }

  async find(serial: string): Promise<KeyObject | undefined> {
    const key = this.known(serial);
    // A public key's id is never a certificate's: downloading could not help.
    if (key || !this.source || serial.startsWith('PUB_KEY_ID_')) return key;
    await this.refresh(this.source);
    return this.known(serial);
  }

  private refresh(source: CertificateSource): Promise<void> {
    if (this.refreshing) return this.refreshing;
    if (this.now() - this.lastRefresh < REFRESH_EVERY_MS) return Promise.resolve();
    this.lastRefresh = this.now();
    this.refreshing = source()
      .then((pems) => {
        for (const pem of pems) this.addCertificate(pem);
      })
      .catch(() => undefined) // The caller then finds no key, and refuses.
      .finally(() => {
        this.refreshing = undefined;
      });
    return this.refreshing;
  }
}
