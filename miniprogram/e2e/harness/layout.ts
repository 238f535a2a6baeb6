import fs from 'node:fs';
import path from 'node:path';

interface AppJson {
  pages: string[];
  subPackages?: { root: string; pages: string[] }[];
  tabBar?: { list: TabJson[] };
}

interface TabJson {
  pagePath: string;
  text: string;
  iconPath: string;
  selectedIconPath: string;
}

export interface Tab {
  page: string;
  text: string;
  icon: string;
  currentIcon: string;
}

interface PageJson {
  enablePullDownRefresh?: boolean;
}

/** What app.json and the pages' own json files say about a built mini-program. */
export class Layout {
  readonly pages: readonly string[];
  readonly tabs: readonly Tab[];
  private readonly roots: readonly string[];

  constructor(readonly folder: string) {
    if (!fs.existsSync(path.join(folder, 'app.json'))) {
      throw new Error(`${folder} holds no mini-program: run npm run build:weapp`);
    }
    const app = this.readJson<AppJson>('app.json');
    const subPackages = app.subPackages ?? [];
    this.pages = [
      ...app.pages,
      ...subPackages.flatMap(({ root, pages }) => pages.map((page) => path.posix.join(root, page))),
    ];
    this.tabs = (app.tabBar?.list ?? []).map((tab) => ({
      page: tab.pagePath,
      text: tab.text,
      icon: tab.iconPath,
      currentIcon: tab.selectedIconPath,
    }));
    this.roots = subPackages.map(({ root }) => root.replace(/\/$/, ''));
  }

  has(route: string): boolean {
    return this.pages.includes(route);
  }

  isTab(route: string): boolean {
    return this.tabs.some(({ page }) => page === route);
  }

  get firstPage(): string {
    return this.pages[0] ?? '';
  }

  /** The subpackage that a file belongs to; null for the main package. */
  packageOf(file: string): string | null {
    return this.roots.find((root) => file.startsWith(`${root}/`)) ?? null;
  }

  pageJson(route: string): PageJson {
    return this.readJson<PageJson>(`${route}.json`);
  }

  exists(file: string): boolean {
    return fs.existsSync(path.join(this.folder, file));
  }

  read(file: string): string {
    return fs.readFileSync(path.join(this.folder, file), 'utf8');
  }

  private readJson<T>(file: string): T {
    return JSON.parse(this.read(file)) as T;
  }
}
