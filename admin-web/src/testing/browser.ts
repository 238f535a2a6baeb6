import { cleanup } from '@testing-library/react';
import { afterEach, vi } from 'vitest';

/** What antd asks of a browser and jsdom does not have. Import it first in a component test. */
Object.assign(window, {
  matchMedia: (query: string): MediaQueryList => ({
    matches: false,
    media: query,
    onchange: null,
    addListener: () => undefined,
    removeListener: () => undefined,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    dispatchEvent: () => false,
  }),
});

class NoObserver implements ResizeObserver {
  observe(): void {
    // Nothing has a size in jsdom.
  }
  unobserve(): void {
    // as above
  }
  disconnect(): void {
    // as above
  }
}
globalThis.ResizeObserver ??= NoObserver;
globalThis.scrollTo = () => undefined;

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  localStorage.clear();
});
