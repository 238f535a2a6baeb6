import path from 'node:path';
import type { Code } from './code';
import type { Layout } from './layout';
import { Page } from './page';
import type { Realm } from './realm';
import { Refusal } from './wx/answer';

/** WeChat opens no eleventh page on top of ten. */
const deepest = 10;

interface Address {
  route: string;
  query: Record<string, string>;
}

/** The stack of pages and the rules of moving between them. */
export class Pages {
  readonly stack: Page[] = [];
  private readonly tabs = new Map<string, Page>();

  constructor(
    private readonly layout: Layout,
    private readonly code: Code,
    private readonly realm: () => Realm,
  ) {}

  get current(): Page {
    const page = this.stack.at(-1);
    if (!page) throw new Error('no page is open');
    return page;
  }

  navigateTo(url: string): void {
    const to = this.find(url);
    if (this.layout.isTab(to.route)) throw new Refusal('can not navigateTo a tabbar page');
    if (this.stack.length >= deepest) throw new Refusal(`webview count limit exceed ${deepest}`);
    this.current.call('onHide');
    this.open(to);
  }

  redirectTo(url: string): void {
    const to = this.find(url);
    if (this.layout.isTab(to.route)) throw new Refusal('can not redirectTo a tabbar page');
    this.stack.pop()?.close();
    this.open(to);
  }

  navigateBack(delta = 1): void {
    const steps = Math.min(delta, this.stack.length - 1);
    if (steps < 1) throw new Refusal('cannot navigate back at first page.');
    for (let i = 0; i < steps; i += 1) this.stack.pop()?.close();
    this.current.call('onShow');
  }

  switchTab(url: string): void {
    const to = this.find(url);
    if (!this.layout.isTab(to.route)) throw new Refusal('can not switch to no-tabBar page');
    if (this.stack.length === 1 && this.current.route === to.route) return;
    while (this.stack.length > 1) this.stack.pop()?.close();
    const base = this.stack.pop();
    if (base && !this.layout.isTab(base.route)) base.close();
    else if (base && base.route !== to.route) base.call('onHide');
    this.showTab(to.route);
  }

  reLaunch(url: string): void {
    const to = this.find(url);
    this.closeAll();
    if (this.layout.isTab(to.route)) this.showTab(to.route);
    else this.open(to);
  }

  closeAll(): void {
    for (const page of new Set([...this.stack, ...this.tabs.values()])) page.close();
    this.stack.length = 0;
    this.tabs.clear();
  }

  address(url: string): Address {
    const [place = '', search = ''] = url.split('?');
    const from = path.posix.dirname(this.stack.at(-1)?.route ?? '');
    const route = place.startsWith('/') ? place.slice(1) : path.posix.join(from, place);
    // Values arrive as they were written: WeChat leaves decoding to the page.
    const pairs = search.split('&').filter(Boolean);
    const query = Object.fromEntries(pairs.map((pair) => split(pair)));
    return { route, query };
  }

  private find(url: string): Address {
    const address = this.address(url);
    if (this.layout.has(address.route)) return address;
    throw new Refusal(`page "${address.route}" is not found`);
  }

  private showTab(route: string): void {
    const kept = this.tabs.get(route);
    if (!kept) {
      this.tabs.set(route, this.open({ route, query: {} }));
      return;
    }
    this.stack.push(kept);
    kept.call('onShow');
  }

  private open({ route, query }: Address): Page {
    const page = new Page(route, query, this.code.page(route), this.realm());
    this.stack.push(page);
    page.show();
    return page;
  }
}

function split(pair: string): [string, string] {
  const at = pair.indexOf('=');
  return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
}
