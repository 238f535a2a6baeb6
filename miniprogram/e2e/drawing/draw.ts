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
  close(): Promise<void>;
}

const shell = path.join(__dirname, 'in-browser/phone.html');
const pictures = process.env['SCREENSHOTS'];

export async function drawWeapp(browser: Browser): Promise<Drawing> {
  const { page, context, problems } = await openPage(browser, `file://${shell}`, phone);
  await page.addScriptTag({ content: await compileDrawing(ownBuild) });
  const draw = async (program: MiniProgram, name: string): Promise<void> => {
    const { route, title, data } = program.page;
    const screen = { route, title, data, tabs: tabsOf(program) };
    await page.evaluate((shown) => {
      (globalThis as unknown as { paint: (screen: unknown) => void }).paint(shown);
    }, screen);
    if (pictures) await page.screenshot({ path: path.join(pictures, `weapp-${name}.png`) });
  };
  return { page, problems, draw, close: () => context.close() };
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
