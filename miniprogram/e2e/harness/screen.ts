import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from './page';
import { fire } from './touch';
import {
  findField,
  findTappable,
  isDisabled,
  print,
  reachable,
  textOf,
  walk,
  type View,
  type Words,
} from './view';

const patienceMs = 15_000;
const glanceMs = 20;
/** Longer than the app takes from a change of its state to the screen. */
const stillMs = 60;

/** The screen as a person meets it: reads its words, taps on them, fills in its fields. */
export abstract class Screen {
  abstract get page(): Page;
  /** Empty until the first page is open. */
  abstract get route(): string;
  abstract root(): View;
  /** What WeChat itself does when a button of its own kind is tapped. */
  protected abstract afterTap(view: View, page: Page): Promise<void>;

  /** Everything to read on the page. */
  get text(): string {
    return textOf(this.root());
  }

  shows(words: Words): boolean {
    const { text } = this;
    return typeof words === 'string' ? text.includes(words) : words.test(text);
  }

  /** Waits for the words. */
  async sees(words: Words, timeoutMs = patienceMs): Promise<void> {
    await this.until(() => this.shows(words), `to see ${String(words)}`, timeoutMs);
  }

  /** Waits for the page. */
  async reaches(route: string): Promise<void> {
    await this.until(() => this.route.includes(route), `to reach ${route}`);
  }

  /** Waits until the page has been read and its picture stands still, as a person does. */
  async settles(): Promise<void> {
    for (;;) {
      const isReady = (): boolean =>
        this.route !== '' && this.page.title !== '' && this.labelled('正在加载').length === 0;
      await this.until(isReady, 'for the page to be read');
      const { page } = this;
      const { changes } = page;
      await wait(stillMs);
      if (this.page === page && page.changes === changes && isReady()) return;
    }
  }

  /** What bears these words and can be tapped now. */
  tappable(words: Words): View[] {
    return findTappable(reachable(this.root()), words).filter((view) => !isDisabled(view));
  }

  /** Taps what bears these words, once the page has been read and it may be tapped. */
  async tap(words: Words): Promise<void> {
    await this.settles();
    const view = await this.until(() => this.tappable(words)[0], `to tap ${String(words)}`);
    await this.tapOn(view);
  }

  async tapOn(view: View): Promise<void> {
    const { page } = this;
    if (isDisabled(view)) throw new Error(`${textOf(view)} is disabled`);
    const isHeard = fire(page, view, 'tap', { x: 1, y: 1 });
    await this.afterTap(view, page);
    if (!isHeard) throw new Error(`nothing listens to a tap on ${textOf(view)}`);
    await wait(glanceMs);
  }

  /** Types into the field of that name, in place of what stood there. */
  async type(name: string, value: string): Promise<void> {
    // What was tapped before may still be changing the field.
    await this.settles();
    const field = await this.field(name);
    const limit = Number(field.attributes['maxlength'] ?? 140);
    const typed = limit >= 0 ? value.slice(0, limit) : value;
    fire(this.page, field, 'focus', { value: field.attributes['value'] });
    fire(this.page, field, 'input', { value: typed, cursor: typed.length });
    fire(this.page, field, 'blur', { value: typed });
    await this.settles();
  }

  /** Chooses in the picker of that name. */
  async pick(name: string, value: unknown): Promise<void> {
    await this.settles();
    fire(this.page, await this.field(name), 'change', { value });
    await this.settles();
  }

  valueOf(name: string): unknown {
    return findField(this.root(), name)?.attributes['value'];
  }

  /** Elements by what a screen reader says of them. */
  labelled(words: Words): View[] {
    return this.all(({ attributes }) => {
      const said = attributes['aria-label'];
      if (typeof said !== 'string') return false;
      return typeof words === 'string' ? said === words : words.test(said);
    });
  }

  all(wanted: (view: View) => boolean): View[] {
    return [...walk(this.root())].filter(wanted);
  }

  /** Looks until there is something; a failure says what stood on the screen instead. */
  async until<T>(look: () => T, what: string, timeoutMs = patienceMs): Promise<NonNullable<T>> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const found = look();
      if (found) return found;
      if (performance.now() > deadline) {
        const shown = this.route ? print(this.root()) : '';
        throw new Error(`waited in vain ${what}, on ${this.route || 'no page'}:\n${shown}`);
      }
      await wait(glanceMs);
    }
  }

  private async field(name: string): Promise<View> {
    const field = await this.until(
      () => findField(reachable(this.root()), name),
      `for the field ${name}`,
    );
    if (isDisabled(field)) throw new Error(`the field ${name} is disabled`);
    return field;
  }
}
