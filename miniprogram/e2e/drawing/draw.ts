import fs from 'node:fs';
import path from 'node:path';
import { openPage, phone, type Browser, type Page } from '../../../portal-api/e2e/support/browser';
import { ownBuild, type MiniProgram } from '../harness';
import { compileDrawing } from './compile';

/** A browser that shows what the mini-program in Node has on its screen. */
export interface Drawing {
  page: Page;
  /** What went wrong while drawing. */
  problems: string[];
  /** Draws what the mini-program shows now; keeps a picture when SCREENSHOTS names a folder. */
  draw(program: MiniProgram, name: string): Promise<void>;
  /** Targets narrower or lower than so many pixels, with their sizes. */
  smallTargets(smallest: number): Promise<string[]>;
  /** In pixels; 0 when the words are nowhere to be seen. */
  fontSizeOf(words: string): Promise<number>;
  close(): Promise<void>;
}

/** What the painter puts into the page. */
interface Painted {
  paint(screen: object): void;
  measure: { smallTargets(smallest: number): string[]; fontSizeOf(words: string): number };
}

const shell = path.join(__dirname, 'in-browser/phone.html');
const pictures = process.env['SCREENSHOTS'];

export async function drawWeapp(browser: Browser): Promise<Drawing> {
  const { page, context, problems } = await openPage(browser, `file://${shell}`, phone);
  await page.addScriptTag({ content: await compileDrawing(ownBuild) });
  const draw = async (program: MiniProgram, name: string): Promise<void> => {
    await program.settles();
    const { route, title, data } = program.page;
    const screen = { route, title, data, tabs: tabsOf(program) };
    await page.evaluate((shown) => {
      (globalThis as unknown as Painted).paint(shown);
    }, screen);
    if (pictures) await page.screenshot({ path: path.join(pictures, `weapp-${name}.png`) });
  };
  return {
    page,
    problems,
    draw,
    smallTargets: (smallest) =>
      page.evaluate(
        (size) => (globalThis as unknown as Painted).measure.smallTargets(size),
        smallest,
      ),
    fontSizeOf: (words) =>
      page.evaluate((text) => (globalThis as unknown as Painted).measure.fontSizeOf(text), words),
    close: () => context.close(),
  };
}

function tabsOf({ layout, route }: MiniProgram) {
  if (!layout.isTab(route)) return [];
  return layout.tabs.map(({ page, text, icon, currentIcon }) => {
    const isCurrent = page === route;
    const file = path.join(layout.folder, isCurrent ? currentIcon : icon);
    const data = fs.readFileSync(file).toString('base64');
    return { text, isCurrent, icon: `data:image/png;base64,${data}` };
  });
}
