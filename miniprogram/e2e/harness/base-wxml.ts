/** What one of Taro's templates draws. */
export interface Tag {
  /** `#text` for a text node, `#by-focus` where another template is chosen by focus. */
  name: string;
  /** Short name in the data → attribute in WXML. */
  attributes: Record<string, string>;
  /** Event → whether it goes on to the elements around. */
  events: Record<string, 'bind' | 'catch'>;
}

const oneTemplate =
  /<template name="tmpl_0_([\w-]+)">([\s\S]*?)<\/template>\s*(?=<template name|<wxs|$)/g;
const openingTag = /<([a-z-]+)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/;

/**
 * Taro draws everything by the templates of base.wxml, whose names and attributes are shortened
 * anew in every build. Read from there, a page's data become elements again.
 */
export function readBaseWxml(source: string): Map<string, Tag> {
  const tags = new Map<string, Tag>();
  for (const [, alias = '', body = ''] of source.matchAll(oneTemplate))
    tags.set(alias, tagOf(body));
  if (tags.size === 0) throw new Error('base.wxml has no templates as Taro writes them');
  return tags;
}

function tagOf(body: string): Tag {
  const [, name = '', written = ''] = openingTag.exec(body) ?? [];
  if (name === 'template') return { name: '#by-focus', attributes: {}, events: {} };
  if (name === 'block') return { name: '#text', attributes: {}, events: {} };
  const tag: Tag = { name, attributes: {}, events: {} };
  for (const [, attribute = '', value = ''] of written.matchAll(/([\w:-]+)="([^"]*)"/g)) {
    const [, how, event] = /^(bind|catch):?(.+)$/.exec(attribute) ?? [];
    const short = /i\.(\w+)/.exec(value)?.[1];
    if (how && event) tag.events[event] = how as 'bind' | 'catch';
    else if (short) tag.attributes[short] = attribute;
  }
  return tag;
}
