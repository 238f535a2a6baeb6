import type { Decisions } from '../phone';
import type { Realm } from '../realm';
import { Refusal } from './answer';

type Resolve = (answer: { event: string; buttonId?: string }) => void;
type Listener = (resolve: Resolve, about: { referrer: string }) => void;

const notAllowed = (): Refusal =>
  new Refusal('privacy permission is not authorized', { errno: 104 });

/**
 * WeChat's own privacy prompt: what is personal stays shut until the person has agreed to the
 * privacy contract, through the app's button, its dialog, or WeChat's.
 */
export class Privacy {
  private isAgreed = false;
  private listener: Listener | null = null;

  constructor(
    private readonly decisions: Decisions,
    private readonly realm: () => Realm,
  ) {}

  get needsAuthorization(): boolean {
    return !this.isAgreed;
  }

  listen(listener: Listener): void {
    this.listener = listener;
  }

  /** Tapped `<button open-type="agreePrivacyAuthorization">`. */
  agree(): void {
    this.isAgreed = true;
  }

  /** Before anything personal is handed out. */
  async require(api: string): Promise<void> {
    if (this.isAgreed) return;
    if (this.listener) await this.askThroughApp(this.listener, api);
    else if (this.decisions.privacy === 'agree') this.agree();
    if (!this.isAgreed) throw notAllowed();
  }

  private askThroughApp(listener: Listener, referrer: string): Promise<void> {
    return new Promise((resolve) => {
      const settle: Resolve = ({ event }) => {
        // The dialog being shown is only reported; the answer is still to come.
        if (event === 'exposureAuthorization') return;
        if (event === 'agree') this.agree();
        resolve();
      };
      this.realm().enter(() => listener(settle, { referrer }));
    });
  }
}
