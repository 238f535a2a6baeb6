import { AsyncLocalStorage } from 'node:async_hooks';

interface Layer {
  of: Scoped<unknown>;
  value: unknown;
  around: Layer | undefined;
}

/** One storage for all: Node hands each of them on with every promise, of which a request makes a hundred. */
const storage = new AsyncLocalStorage<Layer>();

/** What is hidden goes: work that starts itself again and again must not drag all its earlier rounds along. */
function without(scoped: unknown, layer: Layer | undefined): Layer | undefined {
  if (!layer || layer.of === scoped) return layer?.around;
  const around = without(scoped, layer.around);
  return around === layer.around ? layer : { ...layer, around };
}

/** A value that holds for some work and all that it awaits or starts. */
export class Scoped<T> {
  run<R>(value: T, work: () => R): R {
    return storage.run({ of: this, value, around: without(this, storage.getStore()) }, work);
  }

  /** @returns the innermost value, or undefined outside of any `run` */
  get(): T | undefined {
    for (let layer = storage.getStore(); layer; layer = layer.around) {
      if (layer.of === this) return layer.value as T;
    }
    return undefined;
  }
}
