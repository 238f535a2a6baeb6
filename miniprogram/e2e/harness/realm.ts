import vm from 'node:vm';

type Callback = (...values: unknown[]) => void;

/**
 * The world that the code of a mini-program lives in: JavaScript itself, wx and the functions of the
 * app, and nothing of a browser or of Node. No code is made of strings, as in WeChat.
 */
export class Realm {
  /** What went wrong inside without anybody having caught it. */
  readonly problems: string[] = [];
  private readonly context: vm.Context;
  private readonly json: JSON;
  private readonly timers = new Set<NodeJS.Timeout>();
  private isOpen = true;

  constructor(globals: Record<string, unknown>) {
    const sandbox: Record<string, unknown> = {
      ...globals,
      console: this.console(),
      setTimeout: (run: Callback, ms?: number, ...values: unknown[]) =>
        this.timer(setTimeout, run, ms, values),
      setInterval: (run: Callback, ms?: number, ...values: unknown[]) =>
        this.timer(setInterval, run, ms, values),
      clearTimeout: (timer?: NodeJS.Timeout) => this.clear(timer),
      clearInterval: (timer?: NodeJS.Timeout) => this.clear(timer),
    };
    sandbox.global = sandbox;
    this.context = vm.createContext(sandbox, { codeGeneration: { strings: false, wasm: false } });
    this.json = vm.runInContext('JSON', this.context) as JSON;
    // Absent on phones, though the engine in Node has them.
    vm.runInContext('delete globalThis.Intl; delete globalThis.WebAssembly', this.context);
  }

  /** Runs a CommonJS file. */
  run(
    code: string,
    filename: string,
    require: (file: string) => unknown,
    module: { exports: object },
  ): void {
    const names = ['require', 'module', 'exports'];
    const run = vm.compileFunction(code, names, { filename, parsingContext: this.context });
    (run as Callback)(require, module, module.exports);
  }

  /** As data cross WeChat's bridge: functions and undefined are lost, and the result belongs here. */
  copy<T>(value: T): T {
    return value === undefined ? value : (this.json.parse(JSON.stringify(value)) as T);
  }

  /** Calls into the app; what it throws is a problem of the app, not of the caller. */
  enter(run: () => unknown): void {
    if (!this.isOpen) return;
    try {
      run();
    } catch (error) {
      this.report(error);
    }
  }

  report(error: unknown): void {
    this.problems.push(
      error instanceof Error || isError(error) ? (error.stack ?? '') : String(error),
    );
  }

  close(): void {
    this.isOpen = false;
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }

  private timer(
    start: (run: () => void, ms?: number) => NodeJS.Timeout,
    run: Callback,
    ms: number | undefined,
    values: unknown[],
  ): NodeJS.Timeout | undefined {
    if (!this.isOpen) return undefined;
    const timer = start(() => this.enter(() => run(...values)), ms);
    this.timers.add(timer);
    return timer;
  }

  private clear(timer: NodeJS.Timeout | undefined): void {
    if (!timer) return;
    this.timers.delete(timer);
    clearTimeout(timer);
  }

  private console(): object {
    const silent = (): void => undefined;
    const error = (...values: unknown[]): void => this.report(values.map(String).join(' '));
    return { log: silent, info: silent, debug: silent, warn: silent, group: silent, error };
  }
}

/** An error of another realm is no instance of ours. */
const isError = (value: unknown): value is Error =>
  typeof value === 'object' && value !== null && 'stack' in value;
