import '@/testing/browser';
import { act, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { draw } from '@/testing/render';
import { lazyPart, MissingPart, MissingPartNotice } from './lazy-part';

const loadsVersion = (file: string): void => {
  document.head.innerHTML = `<script type="module" src="/admin/assets/${file}"></script>`;
};
const network = (isOnline: boolean): void => {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(isOnline);
  window.dispatchEvent(new Event(isOnline ? 'online' : 'offline'));
};

beforeEach(() => loadsVersion('index-1.js'));
afterEach(() => {
  vi.restoreAllMocks();
  sessionStorage.clear();
  document.head.innerHTML = '';
});

describe('a part of the console that is not there any more', () => {
  it('makes the page load again, and the words come when that has not helped', async () => {
    const reload = vi.fn();
    const first = await draw(<MissingPartNotice reload={reload} />);
    expect(reload).toHaveBeenCalledOnce();
    first.unmount();
    // The same version came back, and still lacks the part.
    await draw(<MissingPartNotice reload={reload} />);
    expect(reload).toHaveBeenCalledOnce();
    expect(screen.getByRole('alert').textContent).toContain('工作台有新版本');
    fireEvent.click(screen.getByRole('button', { name: '刷新页面' }));
    expect(reload).toHaveBeenCalledTimes(2);
  });

  it('makes each version load again once', async () => {
    const reload = vi.fn();
    (await draw(<MissingPartNotice reload={reload} />)).unmount();
    loadsVersion('index-2.js');
    await draw(<MissingPartNotice reload={reload} />);
    expect(reload).toHaveBeenCalledTimes(2);
  });

  it('waits for the network first: a reload would take away what is still there', async () => {
    network(false);
    const reload = vi.fn();
    await draw(<MissingPartNotice reload={reload} />);
    expect(reload).not.toHaveBeenCalled();
    expect(screen.getByRole('alert').textContent).toContain('网络未连接');
    act(() => network(true));
    expect(reload).toHaveBeenCalledOnce();
  });

  it.each([
    'Failed to fetch dynamically imported module: http://x/assets/a.js',
    'error loading dynamically imported module: http://x/assets/a.js',
    'Importing a module script failed.',
    'Unable to preload CSS for /admin/assets/a.css',
  ])('is known by what the browser says: %s', async (message) => {
    const Part = lazyPart<{ Page: () => null }, 'Page'>(
      () => Promise.reject(new Error(message)),
      'Page',
    );
    await Part.preload?.();
    expect(() => Part({})).toThrow(MissingPart);
  });

  it('is not blamed for a mistake in the part itself', async () => {
    const Part = lazyPart<{ Page: () => null }, 'Page'>(
      () => Promise.reject(new TypeError('x is not a function')),
      'Page',
    );
    await Part.preload?.();
    expect(() => Part({})).toThrow('x is not a function');
  });
});
