import type { Locator, Page } from './browser';

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
    await this.button(name).first().click();
  }

  async choose(role: 'radio' | 'tab' | 'checkbox' | 'option' | 'link', name: Words): Promise<void> {
    await this.role(role, name).first().click();
  }

  async fill(label: Words, text: string): Promise<void> {
    const isExact = typeof label === 'string';
    const field = this.page.getByLabel(label, { exact: isExact }).filter({ visible: true });
    await field.first().fill(text);
  }

  async sees(words: Words, timeout?: number): Promise<void> {
    await this.shown(words)
      .first()
      .waitFor(timeout === undefined ? {} : { timeout });
  }

  shown(words: Words): Locator {
    return this.page.getByText(words).filter({ visible: true });
  }
}
