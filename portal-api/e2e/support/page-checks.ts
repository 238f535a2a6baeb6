import { expect } from 'vitest';
import { inspect, type OpenPage, type Page } from './browser';

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
  const found = await page.evaluate<[words: string, height: number][]>(heights);
  return found
    .filter(([, height]) => height < least - 0.5)
    .map(([words, height]) => `${words.slice(0, 20)} ${Math.round(height)}`);
}

/** In the page, in one go: a target is as high as itself or what is around it; who has no size is for screen readers. */
const heights = `(() => {
  const heightOf = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 1 ? box.height : 0;
  };
  return [...document.querySelectorAll(${JSON.stringify(targets)})]
    .filter((target) => target.checkVisibility({ visibilityProperty: true }) && target.getBoundingClientRect().height > 0)
    .map((target) => [
      target.getAttribute('aria-label') ?? target.innerText ?? '',
      Math.max(heightOf(target), heightOf(target.parentElement)),
    ]);
})()`;
