import type { Locator, Page } from './browser';
import { telling } from './telling';

type Words = string | RegExp;

/** Does on a page what a person does: finds things by what they say, and only what can be seen. */
export class Hand {
  constructor(readonly page: Page) {}

  button(name: Words): Locator {
    return this.role('button', name);
  }

  role(role: Parameters<Page['getByRole']>[0], name: Words): Locator {
    const isExact = typeof name === 'string';
    return this.page.getByRole(role, { name, exact: isExact }).filter({ visible: true });
  }

  async press(name: Words): Promise<void> {
    await this.click(this.button(name));
  }

  async choose(role: 'radio' | 'tab' | 'checkbox' | 'option' | 'link', name: Words): Promise<void> {
    await this.click(this.role(role, name));
  }

  async fill(label: Words, text: string): Promise<void> {
    const isExact = typeof label === 'string';
    const field = this.page.getByLabel(label, { exact: isExact }).filter({ visible: true });
    await telling(this.page, () => field.first().fill(text));
  }

  async sees(words: Words, timeout?: number): Promise<void> {
    await telling(this.page, () =>
      this.shown(words)
        .first()
        .waitFor(timeout === undefined ? {} : { timeout }),
    );
  }

  /** Is led to an address, by its path or by what holds of its path. */
  async arrives(at: string | ((pathname: string) => boolean)): Promise<void> {
    const isThere = typeof at === 'string' ? (pathname: string) => pathname === at : at;
    await telling(this.page, () => this.page.waitForURL(({ pathname }) => isThere(pathname)));
  }

  shown(words: Words): Locator {
    return this.page.getByText(words).filter({ visible: true });
  }

  private async click(what: Locator): Promise<void> {
    await telling(this.page, () => what.first().click());
  }
}
