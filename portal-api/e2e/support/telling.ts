import type { Page } from 'playwright-core';

const refusals = new WeakMap<Page, string[]>();

/** Remembers what the server refused to a page: mostly the reason why a journey does not go on. */
export function rememberRefusals(page: Page): void {
  const ofPage: string[] = [];
  refusals.set(page, ofPage);
  page.on('response', (response) => {
    if (response.status() < 400) return;
    const { pathname } = new URL(response.url());
    const line = `${response.request().method()} ${pathname} ${response.status()}`;
    const index = ofPage.push(line) - 1;
    void response.text().then(
      (body) => (ofPage[index] = `${line} ${body.slice(0, 300)}`),
      () => undefined,
    );
  });
}

/** A failure says what stood on the page and what was refused to it: where it ran, nobody can look. */
export async function telling<T>(page: Page, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const shown = await page
      .locator('body')
      .innerText({ timeout: 5_000 })
      .catch((problem: unknown) => `nothing that can be read: ${String(problem)}`);
    const told = [
      error instanceof Error ? error.message : String(error),
      `at ${page.url()}`,
      ...(refusals.get(page) ?? []).slice(-5).map((line) => `refused: ${line}`),
      'the page shows:',
      shown.replace(/\s+/g, ' ').slice(0, 1_500),
    ];
    throw new Error(told.join('\n'), { cause: error });
  }
}
