import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readBaseWxml, type Tag } from './base-wxml';
import { Code } from './code';
import { Layout } from './layout';
import { Network, type Server } from './network';
import type { Page } from './page';
import { Pages } from './pages';
import { usualDecisions, type Phone } from './phone';
import { Realm } from './realm';
import { Screen } from './screen';
import { fire } from './touch';
import { viewOf, type View } from './view';
import { createWx } from './wx';
import type { Call, Host } from './wx/host';
import { Privacy } from './wx/privacy';

export interface MiniProgramOptions {
  server: Server;
  phone: Phone;
  /** What earlier starts left on the phone. */
  storage?: Map<string, string>;
  /** The page that the app is opened at; without one, its first. */
  url?: string;
}

export const ownBuild = path.resolve(__dirname, '../../dist/weapp');

/** As config/index.ts bakes it into the mini-program. */
const apiOrigin = new URL(process.env['API_BASE'] ?? 'http://127.0.0.1:7300').origin;

/** The built mini-program, running: the real code of dist/weapp behind a wx of our own. */
export class MiniProgram extends Screen {
  readonly layout = new Layout(ownBuild);
  readonly code = new Code(this.layout);
  readonly decisions = usualDecisions();
  readonly network = new Network();
  readonly calls: Call[] = [];
  readonly storage: Map<string, string>;
  readonly wx: Record<string, unknown>;
  private readonly realm: Realm;
  private readonly pages = new Pages(this.layout, this.code, () => this.realm);
  private readonly privacy = new Privacy(this.decisions, () => this.realm);
  private readonly phone: Phone;
  private readonly app: Record<string, unknown>;
  private readonly tags: Map<string, Tag>;
  private readonly temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'suizhen-phone-'));

  private constructor({ server, phone, storage = new Map() }: MiniProgramOptions) {
    super();
    this.phone = phone;
    this.storage = storage;
    this.tags = readBaseWxml(this.layout.read('base.wxml'));
    this.wx = createWx(this.host(server), storage);
    const stack = (): object[] => this.pages.stack.map(({ instance }) => instance);
    this.realm = new Realm({ wx: this.wx, ...this.code.globals(stack) });
    this.app = this.code.boot(this.realm);
  }

  /** Starts the app as a tap on its icon does, or as a link to one of its pages. */
  static start(options: MiniProgramOptions): MiniProgram {
    const program = new MiniProgram(options);
    program.tell('onLaunch');
    program.tell('onShow');
    program.open(options.url ?? `/${program.layout.firstPage}`);
    return program;
  }

  /** Opens a page from outside: a QR code, a message, a shared card. */
  open(url: string): void {
    const { route, query } = this.pages.address(url);
    if (this.layout.has(route)) this.pages.reLaunch(url);
    else this.tell('onPageNotFound', { path: route, query, isEntryPage: true });
  }

  override get page(): Page {
    return this.pages.current;
  }

  override get route(): string {
    return this.pages.stack.at(-1)?.route ?? '';
  }

  /** How many pages lie on top of each other. */
  get depth(): number {
    return this.pages.stack.length;
  }

  /** Errors that nobody caught; a journey ends with none. */
  get problems(): readonly string[] {
    return this.realm.problems;
  }

  /** The arrow of the navigation bar. */
  back(): void {
    this.pages.navigateBack();
  }

  /** A tap on WeChat's tab bar. */
  tab(text: string): void {
    const item = this.layout.tabs.find((tab) => tab.text === text);
    if (!item) throw new Error(`there is no tab ${text}`);
    if (!this.layout.isTab(this.page.route)) throw new Error(`${this.page.route} shows no tabs`);
    this.pages.switchTab(`/${item.page}`);
  }

  /** Pulls the page down and waits until it has been read again. */
  async pullDown(): Promise<void> {
    await this.settles();
    const { page } = this;
    if (!this.layout.pageJson(page.route).enablePullDownRefresh) {
      throw new Error(`${page.route} cannot be pulled down`);
    }
    const ended = (): number => this.called('stopPullDownRefresh').length;
    const before = ended();
    page.call('onPullDownRefresh');
    await this.until(() => ended() > before, 'for the page to be read again');
  }

  /** What was called of wx by that name, oldest first. */
  called(name: string): Call['options'][] {
    return this.calls.filter((call) => call.name === name).map(({ options }) => options);
  }

  /** Calls wx as the app's code would, for what no page does yet. */
  callWx(name: string, options: object = {}): Promise<Record<string, unknown>> {
    const act = this.wx[name];
    if (typeof act !== 'function') throw new Error(`wx.${name} is not a function`);
    const run = act as (given: object) => unknown;
    return new Promise((success, fail) => run({ ...options, success, fail }));
  }

  /** Ends the app; what it put into storage stays. */
  close(): void {
    this.pages.closeAll();
    this.realm.close();
    fs.rmSync(this.temporary, { recursive: true, force: true });
  }

  override root(): View {
    const top: View = { ...emptyPage, children: [] };
    const nodes = this.page.root?.cn ?? [];
    top.children = nodes.map((node) => viewOf(node, this.tags, top));
    return top;
  }

  protected override async afterTap(view: View, page: Page): Promise<void> {
    const openType = view.attributes['open-type'];
    if (typeof openType !== 'string') return;
    if (openType.includes('agreePrivacyAuthorization')) {
      this.privacy.agree();
      fire(page, view, 'agreeprivacyauthorization');
    }
    if (openType.includes('getPhoneNumber')) {
      fire(page, view, 'getphonenumber', await this.phoneNumber());
    }
  }

  private async phoneNumber(): Promise<object> {
    try {
      await this.privacy.require('getPhoneNumber');
    } catch (error) {
      return { errMsg: `getPhoneNumber:fail ${String(error)}`, errno: 104 };
    }
    if (this.decisions.phoneNumber === 'refuse') return { errMsg: 'getPhoneNumber:fail user deny' };
    return { errMsg: 'getPhoneNumber:ok', code: await this.phone.phoneNumberCode() };
  }

  private host(server: Server): Host {
    const { layout, pages, phone, decisions, privacy, network, calls, temporary } = this;
    const parts = { layout, pages, phone, decisions, privacy, network, calls, temporary };
    return { ...parts, server, apiOrigin, realm: () => this.realm };
  }

  private tell(hook: string, about?: object): void {
    const method = this.app[hook];
    if (typeof method !== 'function') return;
    const launch = { path: this.layout.firstPage, query: {}, scene: 1001 };
    const run = method as (options: object) => void;
    this.realm.enter(() => run.call(this.app, this.realm.copy(about ?? launch)));
  }
}

const emptyPage: View = {
  tag: 'page',
  id: '',
  sid: '',
  className: '',
  text: '',
  attributes: {},
  events: {},
  parent: null,
  children: [],
};
