import path from 'node:path';
import type { Layout } from './layout';
import type { Realm } from './realm';

type Definition = Record<string, unknown>;

/** Loads the files of a build, and holds them to WeChat's rule about packages. */
export class Code {
  private readonly modules = new Map<string, { exports: object }>();
  private readonly pages = new Map<string, Definition>();
  private app: Definition | null = null;
  private loadingPage: string | null = null;
  private realm: Realm | null = null;

  constructor(private readonly layout: Layout) {}

  /** What the files find beside wx. */
  globals(currentPages: () => object[]): Record<string, unknown> {
    return {
      App: (definition: Definition) => {
        this.app = definition;
      },
      Page: (definition: Definition) => {
        if (this.loadingPage) this.pages.set(this.loadingPage, definition);
      },
      Component: () => undefined,
      Behavior: (definition: Definition) => definition,
      getApp: () => this.app,
      getCurrentPages: currentPages,
      __wxConfig: { pages: [...this.layout.pages] },
    };
  }

  boot(realm: Realm): Definition {
    this.realm = realm;
    this.require('app.js');
    if (!this.app) throw new Error('app.js did not call App()');
    return this.app;
  }

  page(route: string): Definition {
    if (!this.pages.has(route)) {
      this.loadingPage = route;
      this.require(`${route}.js`);
      this.loadingPage = null;
    }
    const definition = this.pages.get(route);
    if (!definition) throw new Error(`${route}.js did not call Page()`);
    return definition;
  }

  require(file: string, from: string | null = null): unknown {
    this.refuseStrangers(file, from);
    const known = this.modules.get(file);
    if (known) return known.exports;
    if (!this.realm || !this.layout.exists(file))
      throw new Error(`module "${file}" is not defined`);
    const module = { exports: {} };
    this.modules.set(file, module);
    const require = (wanted: string): unknown => this.require(resolve(file, wanted), file);
    this.realm.run(this.layout.read(file), path.join(this.layout.folder, file), require, module);
    return module.exports;
  }

  /** A package reaches its own files and those of the main package, nothing else. */
  private refuseStrangers(file: string, from: string | null): void {
    const owner = this.layout.packageOf(file);
    if (from === null || owner === null || owner === this.layout.packageOf(from)) return;
    throw new Error(`module "${file}" of the subpackage ${owner} is not defined for ${from}`);
  }
}

function resolve(from: string, wanted: string): string {
  const file = path.posix.normalize(path.posix.join(path.posix.dirname(from), wanted));
  return file.endsWith('.js') ? file : `${file}.js`;
}
