import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadPicture, openFile } from './open-file.h5';

const url = '/api/portal/tickets/one';
const issue = () => Promise.resolve({ url });

interface Tab {
  opener: unknown;
  location: { replace: ReturnType<typeof vi.fn> };
  close: ReturnType<typeof vi.fn>;
}
let tab: Tab;

beforeEach(() => {
  tab = { opener: window, location: { replace: vi.fn() }, close: vi.fn() };
});
afterEach(() => vi.unstubAllGlobals());

const openTab = vi.fn<() => Tab | null>();
function opens(opened: Tab | null): void {
  openTab.mockReset().mockReturnValue(opened);
  vi.stubGlobal('open', openTab);
}

describe('a file behind a ticket', () => {
  it('opens in a tab that was there before the ticket, and knows nothing of this page', async () => {
    opens(tab);
    const asked = vi.fn(() => {
      expect(openTab).toHaveBeenCalledOnce();
      return issue();
    });
    await openFile(asked);
    expect(tab.location.replace).toHaveBeenCalledWith(url);
    expect(tab.opener).toBeNull();
  });

  it('leaves no empty tab behind when it is refused', async () => {
    opens(tab);
    await expect(openFile(() => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    expect(tab.close).toHaveBeenCalledOnce();
  });

  it('takes the page itself where the browser opens no tab', async () => {
    opens(null);
    const assign = vi.fn();
    vi.stubGlobal('location', { assign });
    await openFile(issue);
    expect(assign).toHaveBeenCalledWith(url);
  });

  it('becomes a picture within the page, fetched once', async () => {
    const fetched = vi.fn(() =>
      Promise.resolve({ ok: true, blob: () => Promise.resolve(new Blob(['x'])) }),
    );
    vi.stubGlobal('fetch', fetched);
    expect(await loadPicture(issue)).toMatch(/^data:/);
    expect(fetched).toHaveBeenCalledOnce();
  });
});
