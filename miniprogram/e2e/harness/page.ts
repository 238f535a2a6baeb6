import type { Realm } from './realm';
import type { DataNode } from './view';

/** WeChat's limit for one call, in bytes. */
const setDataLimit = 1024 * 1024;

type Patch = Record<string, unknown>;
type Instance = Record<string, unknown>;

/** A page on the stack, alive from onLoad to onUnload. */
export class Page {
  /** What the app's code has in its hands. */
  readonly instance: Instance;
  title = '';
  largestPatch = 0;
  /** How often the app has changed the page. */
  changes = 0;
  private isAlive = true;

  constructor(
    readonly route: string,
    readonly query: Record<string, string>,
    definition: Record<string, unknown>,
    private readonly realm: Realm,
  ) {
    this.instance = Object.assign(Object.create(null) as Instance, definition, {
      data: realm.copy(definition['data'] ?? {}),
      route,
      __route__: route,
      options: realm.copy(query),
      setData: (patch: Patch, done?: () => void) => this.setData(patch, done),
      selectComponent: () => null,
    });
  }

  get root(): DataNode | undefined {
    return (this.instance['data'] as { root?: DataNode }).root;
  }

  get data(): unknown {
    return this.instance['data'];
  }

  has(hook: string): boolean {
    return typeof this.instance[hook] === 'function';
  }

  call(hook: string, ...values: unknown[]): void {
    const method = this.instance[hook];
    if (typeof method !== 'function') return;
    const run = method as (...all: unknown[]) => unknown;
    this.realm.enter(() =>
      run.apply(
        this.instance,
        values.map((value) => this.realm.copy(value)),
      ),
    );
  }

  show(): void {
    this.call('onLoad', this.query);
    this.call('onShow');
    setImmediate(() => this.isAlive && this.call('onReady'));
  }

  close(): void {
    this.call('onUnload');
    this.isAlive = false;
  }

  private setData(patch: Patch, done?: () => void): void {
    const json = JSON.stringify(patch);
    const bytes = Buffer.byteLength(json);
    this.largestPatch = Math.max(this.largestPatch, bytes);
    this.changes += 1;
    if (bytes > setDataLimit) {
      throw new Error(`setData of ${bytes} bytes on ${this.route}: WeChat takes at most 1024 kB`);
    }
    for (const [place, value] of Object.entries(this.realm.copy(patch))) {
      put(this.instance['data'] as Patch, place, value);
    }
    setImmediate(() => this.isAlive && this.realm.enter(() => done?.call(this.instance)));
  }
}

/** `root.cn.[3].v` or `root.cn[3].v` */
function put(data: Patch, place: string, value: unknown): void {
  const steps = place
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter(Boolean);
  const last = steps.pop();
  if (last === undefined) return;
  let inside: Patch = data;
  steps.forEach((step, index) => {
    const next = steps[index + 1] ?? last;
    inside[step] ??= /^\d+$/.test(next) ? [] : {};
    inside = inside[step] as Patch;
  });
  inside[last] = value;
}
