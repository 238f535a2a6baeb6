/** Just enough of AbortController for react-query; WeChat has none. */
type Listener = (event: { type: 'abort' }) => void;

class Signal {
  aborted = false;
  reason: unknown = undefined;
  onabort: Listener | null = null;
  private readonly listeners = new Set<Listener>();

  addEventListener(_type: 'abort', listener: Listener): void {
    this.listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: Listener): void {
    this.listeners.delete(listener);
  }

  throwIfAborted(): void {
    if (this.aborted) throw this.reason;
  }

  dispatch(reason: unknown): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason ?? new Error('aborted');
    const event = { type: 'abort' } as const;
    this.onabort?.(event);
    this.listeners.forEach((listener) => listener(event));
    this.listeners.clear();
  }
}

export class AbortController {
  readonly signal = new Signal();

  abort(reason?: unknown): void {
    this.signal.dispatch(reason);
  }
}
