import type { Tag } from './base-wxml';

/** A node as Taro hands it to setData. */
export interface DataNode {
  nn: string;
  sid: string;
  uid?: string;
  cl?: string;
  v?: string;
  focus?: unknown;
  cn?: DataNode[];
  [short: string]: unknown;
}

/** An element on the screen. */
export interface View {
  tag: string;
  id: string;
  sid: string;
  className: string;
  /** Of a text node only. */
  text: string;
  attributes: Record<string, unknown>;
  events: Record<string, 'bind' | 'catch'>;
  parent: View | null;
  children: View[];
}

const unnamed = new Set(['nn', 'sid', 'uid', 'cl', 'cn']);

export function viewOf(node: DataNode, tags: Map<string, Tag>, parent: View | null): View {
  const tag = tagOf(node, tags);
  const view: View = {
    tag: tag.name,
    id: node.uid ?? node.sid,
    sid: node.sid,
    className: node.cl ?? '',
    text: tag.name === '#text' ? (node.v ?? '') : '',
    attributes: {},
    events: tag.events,
    parent,
    children: [],
  };
  for (const [short, name] of Object.entries(tag.attributes)) {
    if (short in node && !unnamed.has(short)) view.attributes[name] = node[short];
  }
  view.children = (node.cn ?? []).map((child) => viewOf(child, tags, view));
  return view;
}

function tagOf(node: DataNode, tags: Map<string, Tag>): Tag {
  const tag = tags.get(node.nn);
  // As utils.wxs chooses for input and textarea.
  const byFocus = `${node.nn}_${node.focus === undefined ? 'blur' : 'focus'}`;
  const chosen = tag?.name === '#by-focus' ? tags.get(byFocus) : tag;
  if (!chosen) throw new Error(`base.wxml has no template for a "${node.nn}" node`);
  return chosen;
}

export function* walk(view: View): Generator<View> {
  yield view;
  for (const child of view.children) yield* walk(child);
}

/** What a reader sees of it. */
export const textOf = (view: View): string => [...walk(view)].map(({ text }) => text).join('');

const label = ({ attributes }: View): unknown => attributes['aria-label'];

/** By its words, or by what a screen reader says. */
export type Words = string | RegExp;

const fits = (words: Words, said: unknown): boolean =>
  typeof said === 'string' && (typeof words === 'string' ? said === words : words.test(said));

const isNamed = (view: View, words: Words): boolean =>
  view.tag !== '#text' && (fits(words, label(view)) || fits(words, textOf(view)));

const tappableRoles = new Set(['button', 'link', 'radio', 'checkbox', 'switch', 'tab']);

const isTappable = ({ tag, attributes }: View): boolean =>
  tag === 'button' || tappableRoles.has(String(attributes['aria-role']));

export const isDisabled = ({ attributes }: View): boolean =>
  attributes['disabled'] === true || attributes['aria-disabled'] === true;

/** What a finger reaches: a dialog covers everything below it. */
export function reachable(root: View): View {
  const dialogs = [...walk(root)].filter(({ attributes }) => attributes['aria-role'] === 'dialog');
  return dialogs.at(-1) ?? root;
}

/** Everything to tap that is named so, or that holds something named so; the innermost only. */
export function findTappable(root: View, words: Words): View[] {
  const found = [...walk(root)].filter(
    (view) => isTappable(view) && [...walk(view)].some((inner) => isNamed(inner, words)),
  );
  return found.filter(
    (view) => ![...walk(view)].some((inner) => inner !== view && found.includes(inner)),
  );
}

/** Inputs and pickers by the name that WeChat's screen reader says. */
export function findField(root: View, name: string): View | undefined {
  return [...walk(root)].find(
    (view) =>
      (['input', 'textarea'].includes(view.tag) && label(view) === name) ||
      (view.tag === 'picker' && [...walk(view)].some((inner) => label(inner) === name)),
  );
}

/** The tree as text, for the message of a failed test. */
export function print(view: View, depth = 0): string {
  const indent = '  '.repeat(depth);
  if (view.tag === '#text') return `${indent}${view.text}\n`;
  const shown = Object.entries(view.attributes)
    .filter(([name]) => /^(aria-|value$|disabled$|open-type$)/.test(name))
    .map(([name, value]) => ` ${name}=${JSON.stringify(value)}`)
    .join('');
  const inside = view.children.map((child) => print(child, depth + 1)).join('');
  return `${indent}<${view.tag}${shown}>\n${inside}`;
}
