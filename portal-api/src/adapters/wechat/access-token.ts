/** Codes by which WeChat says that the token is not, or no longer, good. */
const STALE_TOKEN = new Set([40001, 40014, 42001]);

/** stable_token renews within its last five minutes, when the old one still works. */
const RENEW_BEFORE_MS = 4 * 60_000;

export interface IssuedToken {
  token: string;
  expiresInSeconds: number;
}

/**
 * Keeps one access token for the whole process: cached, and fetched by one request however many
 * callers wait for it (every fetch counts against a daily quota).
 */
export class AccessTokens {
  private current: { token: string; usableUntil: number } | undefined;
  private pending: Promise<string> | undefined;

  constructor(
    private readonly issue: () => Promise<IssuedToken>,
    private readonly now: () => number,
  ) {}

  async get(): Promise<string> {
    if (this.current && this.now() < this.current.usableUntil) return this.current.token;
    this.pending ??= this.fetch().finally(() => {
      this.pending = undefined;
    });
    return this.pending;
  }

  /** Forgets a token that WeChat refused, unless another caller has replaced it meanwhile. */
  drop(token: string): void {
    if (this.current?.token === token) this.current = undefined;
  }

  isStale(errcode: number): boolean {
    return STALE_TOKEN.has(errcode);
  }

  private async fetch(): Promise<string> {
    const { token, expiresInSeconds } = await this.issue();
    const lifetime = Math.max(expiresInSeconds * 1000 - RENEW_BEFORE_MS, 1000);
    this.current = { token, usableUntil: this.now() + lifetime };
    return token;
  }
}
