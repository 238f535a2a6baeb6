import type { Clock } from './clock';
import type { EventHandler, EventName } from './events';
import type { SettingDefinition } from './settings';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any constructor that the container can build
export type Constructor<T = object> = new (...args: any[]) => T;

/** Runs `handler` for every `event`, with its own retries; `name` is the queue and never changes once live. */
export interface Subscription<E extends EventName = EventName> {
  event: E;
  name: string;
  handler: Constructor<EventHandler<E>>;
}

export interface RecurringJob {
  /** Does one round; several workers may run it at once, so it claims its rows. Returns how much it did. */
  run(clock: Clock): Promise<number>;
  /** Leaves to other workers at once what this one holds; called when the worker stops in peace. */
  stop?(): Promise<void>;
}

/** A loop of the worker. A round that did something is followed by another at once. */
interface JobDefinition {
  name: string;
  everySeconds: number;
  job: Constructor<RecurringJob>;
}

/** What a module brings to the composition root (`src/modules.ts`). */
export interface ModuleDefinition {
  name: string;
  /** Everything the container builds: controllers, use cases, repositories. */
  classes: readonly Constructor[];
  entities?: readonly Constructor[];
  subscriptions?: readonly Subscription[];
  jobs?: readonly JobDefinition[];
  settings?: readonly SettingDefinition[];
}

export function subscription<E extends EventName>(
  event: E,
  name: string,
  handler: Constructor<EventHandler<E>>,
): Subscription {
  return { event, name, handler };
}
