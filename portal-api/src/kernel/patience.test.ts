import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { patienceLeftMs, PatienceEnded, withinPatience, withPatience } from './patience';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

test('has an end in all, leaves the last question a second, and ends with its request', async () => {
  expect(patienceLeftMs()).toBeUndefined();
  await withPatience(async () => {
    expect(patienceLeftMs()).toBe(4_500);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(patienceLeftMs()).toBe(1_500);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(patienceLeftMs()).toBe(1_000);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(patienceLeftMs()).toBeUndefined();
  });
});

test('waits no longer than that, and gives back what comes too late', async () => {
  const late = vi.fn();
  let give: (value: string) => void = () => undefined;
  const pending = new Promise<string>((resolve) => (give = resolve));
  const waiting = withPatience(() => withinPatience(pending, late));
  const refused = expect(waiting).rejects.toBeInstanceOf(PatienceEnded);
  await vi.advanceTimersByTimeAsync(4_500);
  await refused;
  give('a connection');
  await vi.advanceTimersByTimeAsync(0);
  expect(late).toHaveBeenCalledWith('a connection');
});

test('passes on what comes in time, and what fails', async () => {
  await withPatience(async () => {
    await expect(withinPatience(Promise.resolve(7))).resolves.toBe(7);
    await expect(withinPatience(Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  });
});
