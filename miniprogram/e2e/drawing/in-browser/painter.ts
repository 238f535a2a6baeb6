/**
 * Runs in Chromium: draws the data of a page by the page's own WXML, with glass-easel, which is
 * WeChat's own component framework. The code of the pages runs elsewhere.
 */
import * as glassEasel from 'glass-easel';
import { MiniProgramEnv } from 'glass-easel-miniprogram-adapter';
import { fontSizeOf, smallTargets } from './measure';

interface Drawing {
  /** Compiled templates by path. */
  templates: Record<string, unknown>;
  styles: Record<string, string>;
}

interface Screen {
  route: string;
  title: string;
  data: Record<string, unknown>;
  tabs: { text: string; isCurrent: boolean; icon: string }[];
}

declare global {
  interface Window {
    drawing: Drawing;
    paint: (screen: Screen) => void;
    measure: { fontSizeOf: typeof fontSizeOf; smallTargets: typeof smallTargets };
  }
}

/** In HTML these are switched on by being there, in WXML by their value. */
const switches = new Set(['disabled', 'checked', 'hidden', 'autofocus', 'focus']);

function createElement(name: string): HTMLElement {
  const element = document.createElement(name === 'button' ? 'wx-button' : name);
  const setAttribute = element.setAttribute.bind(element);
  element.setAttribute = (attribute: string, value: unknown) => {
    if (switches.has(attribute) && (value === '' || value === false || value === 'false')) {
      element.removeAttribute(attribute);
    } else if (attribute === 'src' && name === 'image') {
      element.style.backgroundImage = `url("${String(value)}")`;
    } else {
      setAttribute(attribute, String(value));
      if (attribute === 'value' && 'value' in element) element.value = value;
    }
  };
  return element;
}

function createSpace() {
  const env = new MiniProgramEnv();
  const space = env.createCodeSpace('', true);
  const backend = new glassEasel.CurrentWindowBackendContext();
  Object.assign(backend, {
    document: {
      createElement,
      createTextNode: (text: string) => document.createTextNode(text),
      createDocumentFragment: () => document.createDocumentFragment(),
    },
  });
  const associated = env.associateBackend(backend);
  const { templates } = window.drawing;
  for (const path of Object.keys(templates)) {
    space.addComponentStaticConfig(path, {
      component: path === 'comp',
      usingComponents: { comp: '/comp' },
    });
    space.addCompiledTemplate(path, { groupList: templates, content: templates[path] } as never);
  }
  const properties = { i: { type: Object, value: {} }, l: { type: String, value: '' } };
  space.component('comp').definition({ properties }).register();
  return { space, associated };
}

const { space, associated } = createSpace();
const registered = new Set<string>();

function drawPage({ route, data }: Screen): void {
  const methods = { eh: () => undefined };
  if (!registered.has(route)) {
    space
      .component(route)
      .pageDefinition({ data: {}, ...methods } as never)
      .register();
    registered.add(route);
  }
  const stage = document.querySelector('#stage')!;
  const page = document.createElement('div');
  page.className = 'wx-page';
  const holder = document.createElement('div');
  const style = document.createElement('style');
  style.textContent = `${window.drawing.styles['app'] ?? ''}\n${window.drawing.styles[route] ?? ''}`;
  page.append(style, holder);
  stage.replaceChildren(page);
  const root = associated.createRoot('page-root', space, route);
  root.attach(page as never, holder as never);
  (root.get() as unknown as { setData(data: object): void }).setData(data);
}

function drawBars({ title, tabs }: Screen): void {
  document.querySelector('#bar')!.textContent = title;
  const items = tabs.map(({ text, isCurrent, icon }) => {
    const item = document.createElement('div');
    const image = document.createElement('img');
    image.src = icon;
    item.append(image, text);
    if (isCurrent) item.className = 'current';
    return item;
  });
  document.querySelector('#tabs')!.replaceChildren(...items);
}

glassEasel.globalOptions.throwGlobalError = true;
window.measure = { fontSizeOf, smallTargets };
window.paint = (screen) => {
  drawBars(screen);
  drawPage(screen);
};
