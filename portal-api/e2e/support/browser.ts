import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type Locator,
  type Page,
} from 'playwright-core';
import { expect } from 'vitest';
import { chromiumFiles } from './chromium';
import { rememberRefusals } from './telling';

export type { Browser, BrowserContext, Locator, Page };

export const phone = { width: 390, height: 844 };
export const desktop = { width: 1280, height: 800 };

const switches = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function launchBrowser(): Promise<Browser> {
  const { executablePath, env } = await chromiumFiles();
  return chromium.launch({
    executablePath,
    headless: true,
    args: switches,
    env: { ...(process.env as Record<string, string>), ...env },
  });
}

export interface OpenPage {
  page: Page;
  context: BrowserContext;
  /** What went wrong in the page itself: console errors and uncaught exceptions. */
  problems: string[];
}

/** A fresh visitor: own cookies, Chinese, Shanghai. */
export async function openPage(
  browser: Browser,
  url: string,
  viewport: { width: number; height: number },
): Promise<OpenPage> {
  const isPhone = viewport.width < 600;
  const context = await browser.newContext({
    viewport,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    ...(isPhone ? { hasTouch: true, isMobile: true, deviceScaleFactor: 2 } : {}),
  });
  const open = await anotherPage(context);
  await open.page.goto(url);
  return open;
}

/** One more page of the same visitor. */
export async function anotherPage(context: BrowserContext): Promise<OpenPage> {
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  rememberRefusals(page);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`exception: ${error.message}`));
  page.on('console', (message) => {
    // A refused request is part of some journeys; its status is checked where it matters.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) {
      problems.push(`console: ${message.text()}`);
    }
  });
  return { page, context, problems };
}

/** Pages of one visitor that are looked at side by side: a page draws on one core, and there are two. */
export class PagePool {
  private readonly waiting: ((open: OpenPage) => void)[] = [];

  private constructor(
    readonly all: readonly OpenPage[],
    private readonly free: OpenPage[],
  ) {}

  static async of(first: OpenPage): Promise<PagePool> {
    const all = [first, await anotherPage(first.context)];
    return new PagePool(all, [...all]);
  }

  async use<T>(work: (open: OpenPage) => Promise<T>): Promise<T> {
    const open =
      this.free.pop() ?? (await new Promise<OpenPage>((resolve) => this.waiting.push(resolve)));
    try {
      return await work(open);
    } finally {
      const next = this.waiting.shift();
      if (next) next(open);
      else this.free.push(open);
    }
  }
}

const still = `document.getAnimations().every(
  ({ playState, effect }) =>
    playState !== 'running' || effect?.getTiming().iterations === Infinity)`;

/** Notes what begins to move from now on: a message may fade while it is looked at. */
const watchMoves = `(() => {
  const begun = () => { window.hasMoved = true; };
  if (window.hasMoved === undefined) {
    document.addEventListener('animationstart', begun, true);
    document.addEventListener('transitionrun', begun, true);
  }
  window.hasMoved = false;
})()`;

const pictures = process.env.SCREENSHOTS ? resolve(process.env.SCREENSHOTS) : null;

/**
 * Every rule, on every element. Only what breaks a rule is described and handed over: a selector for
 * each of the thousands of elements that pass took most of the time. The other way to run it is for
 * pages in frames, and these have none.
 */
const analyze = (page: Page): ReturnType<AxeBuilder['analyze']> =>
  new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .setLegacyMode(true)
    .analyze();

/** Keeps a picture when SCREENSHOTS names a folder, and holds the page to WCAG: nothing serious. */
export async function inspect(
  page: Page,
  name: string,
  options: { axe?: boolean } = {},
): Promise<void> {
  await standsStill(page);
  if (pictures) {
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `${name}.png`) });
  }
  if (options.axe === false) return;
  expect(await seriousOf(page), `accessibility of ${name}`).toEqual([]);
}

/** Half-faded words have no contrast, and pictures of things on the move show nothing. */
async function standsStill(page: Page): Promise<void> {
  for (let tries = 0; tries < 50 && !(await page.evaluate<boolean>(still)); tries++) {
    await page.waitForTimeout(100);
  }
}

/** What is found while something began to move says nothing: looked at again once it stands still. */
async function seriousOf(page: Page): Promise<string[]> {
  for (;;) {
    await page.evaluate(watchMoves);
    await standsStill(page);
    const serious = await seriousNow(page);
    if (serious.length === 0 || !(await page.evaluate<boolean>('window.hasMoved'))) return serious;
  }
}

async function seriousNow(page: Page): Promise<string[]> {
  const { violations } = await analyze(page);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map((node) => node.html.slice(0, 160))
          .join(' | ')}`,
    );
}
