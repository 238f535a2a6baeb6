import { asyncApi, Refusal } from './answer';
import type { Host } from './host';

/** 10 MB in all and 1 MB a key, as on a phone. */
const limitOfKey = 1024 * 1024;

/** What stays on the phone between two starts of the app. */
export function storageApis({ realm }: Host, kept: Map<string, string>): Record<string, unknown> {
  const read = (key: string): unknown => {
    const json = kept.get(key);
    return json === undefined ? undefined : realm().copy(JSON.parse(json) as unknown);
  };
  const write = (key: string, value: unknown): void => {
    const json = JSON.stringify(value ?? '');
    if (json.length > limitOfKey) throw new Refusal('entry size limit reached');
    kept.set(key, json);
  };
  return {
    getStorageSync: (key: string) => read(key) ?? '',
    setStorageSync: write,
    removeStorageSync: (key: string) => void kept.delete(key),
    clearStorageSync: () => kept.clear(),
    getStorageInfoSync: () =>
      realm().copy({ keys: [...kept.keys()], currentSize: 0, limitSize: 10_240 }),
    getStorage: asyncApi(realm, 'getStorage', ({ key }) => {
      const data = read(String(key));
      if (data === undefined) throw new Refusal('data not found');
      return { data };
    }),
    setStorage: asyncApi(realm, 'setStorage', ({ key, data }) => write(String(key), data)),
    removeStorage: asyncApi(realm, 'removeStorage', ({ key }) => void kept.delete(String(key))),
  };
}
