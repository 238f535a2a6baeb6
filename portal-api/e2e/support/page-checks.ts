import { expect } from 'vitest';
import { inspect, type Locator, type OpenPage, type Page } from './browser';

/** Everything that must hold on any page at any width: fits, can be used by all, says no errors. */
export async function checkPage(open: OpenPage, name: string): Promise<void> {
  const { page, problems } = open;
  await settles(page);
  await inspect(page, name);
  const overflow = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  expect(overflow, `${name} is wider than the window`).toBeLessThanOrEqual(0);
  expect(problems, `problems of ${name}`).toEqual([]);
}

/** Loaded: no request under way, no skeleton left, fonts there. */
export async function settles(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page
    .locator('[aria-busy="true"], .ant-skeleton, .ant-spin-spinning')
    .filter({ visible: true })
    .first()
    .waitFor({ state: 'detached' })
    .catch(() => undefined);
}

/** Buttons, fields and choices that a finger must hit; links inside sentences are not among them. */
const targets = 'button, [role="button"], [role="radio"], [role="tab"], [role="checkbox"], input';

/** What is smaller than a finger needs: its words and its height. */
export async function smallTargets(page: Page, least: number): Promise<string[]> {
  const found: string[] = [];
  for (const target of await page.locator(targets).filter({ visible: true }).all()) {
    const height = Math.max(await heightOf(target), await heightOf(target.locator('..')));
    if (height >= least - 0.5) continue;
    const words = (await target.getAttribute('aria-label')) ?? (await target.innerText());
    found.push(`${words.slice(0, 20)} ${Math.round(height)}`);
  }
  return found;
}

/** What is only for screen readers, such as the way past the head, has no size. */
async function heightOf(target: Locator): Promise<number> {
  const box = await target.boundingBox();
  return box && box.width > 1 ? box.height : 0;
}
