import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '@/shared/request/api-error';
import { useSubmit } from './use-submit';

afterEach(cleanup);

describe('sending a wish', () => {
  it('sends once, however often it is tapped', async () => {
    let finish: (value: string) => void = () => undefined;
    const send = vi.fn(() => new Promise<string>((resolve) => (finish = resolve)));
    const { result } = renderHook(() => useSubmit(send));
    await act(async () => {
      const first = result.current.run('hold');
      const second = result.current.run('hold');
      expect(await second).toBeUndefined();
      finish('done');
      expect(await first).toBe('done');
    });
    expect(send).toHaveBeenCalledOnce();
  });

  it('repeats a lost request under the same key, and an answered one under another', async () => {
    const keys: string[] = [];
    const outcomes = [new ApiError('OFFLINE', ''), new ApiError('SLOT_FULL', ''), null];
    const send = async (_: string, key: string) => {
      keys.push(key);
      const problem = outcomes[keys.length - 1];
      if (problem) throw problem;
    };
    const { result } = renderHook(() => useSubmit(send));
    for (let i = 0; i < 3; i++) await act(() => result.current.run('hold'));
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[1]);
  });

  it('keeps what went wrong for the page to say', async () => {
    const { result } = renderHook(() =>
      useSubmit(
        async (_: string) => {
          throw new ApiError('ALREADY_BOOKED', '');
        },
        { onError: () => true },
      ),
    );
    await act(() => result.current.run('hold'));
    expect(result.current.error).toMatchObject({ code: 'ALREADY_BOOKED' });
    expect(result.current.isBusy).toBe(false);
  });
});
