/** What a message said, for whoever works it off: who is meant stays hidden. Pure. */
import { maskIdentityNumber, maskName, maskPhone } from '@suizhen/contract';

/** What is known to be personal in it, wherever it stands. */
export interface KnownValues {
  names: readonly string[];
  /** Phones, documents, cards, addresses, numbers of the patient. */
  others: readonly string[];
}

/** As much as anybody reads. */
const mostLetters = 200_000;
/** As much as is looked through; of what is cut off there the shape cannot be told any more. */
export const mostMasked = 4_000_000;

export function maskRaw(raw: string, known: KnownValues): string {
  const text = raw.slice(0, mostMasked);
  return maskNumbers(maskKnown(maskShape(text), known)).slice(0, mostLetters);
}

function maskShape(text: string): string {
  if (/^[\u000b\s]*(MSH|FHS|BHS)/.test(text)) return maskHl7(text);
  if (!/^\s*[[{]/.test(text)) return text;
  // Without its shape nobody knows what in it names a person: then nothing of a long one is shown.
  return (
    maskJson(text) ?? (text.length > mostLetters ? '（原文过长，无法遮盖个人信息，不显示）' : text)
  );
}

function maskKnown(text: string, { names, others }: KnownValues): string {
  const masked: [string, string][] = [
    ...names.map((name): [string, string] => [name, maskName(name)]),
    ...others.map((value): [string, string] => [value, maskValue(value)]),
  ];
  return masked
    .filter(([value]) => value.length >= 2)
    .sort(([a], [b]) => b.length - a.length)
    .reduce((result, [value, mask]) => result.replaceAll(value, mask), text);
}

/** Documents and mobile numbers that nobody announced. */
function maskNumbers(text: string): string {
  return text
    .replace(/(?<![\dA-Za-z])[1-9]\d{16}[\dXx](?![\dA-Za-z])/g, maskIdentityNumber)
    .replace(/(?<!\d)1[3-9]\d{9}(?!\d)/g, maskPhone);
}

function maskValue(value: string): string {
  if (value === '') return '';
  if (/^1[3-9]\d{9}$/.test(value)) return maskPhone(value);
  if (/^[\dA-Za-z-]+$/.test(value)) return maskIdentityNumber(value);
  const letters = Array.from(value);
  return letters.length <= 4 ? maskName(value) : `${letters.slice(0, 2).join('')}****`;
}

/** Fields of a segment that say nothing about who it is; everything else there is hidden. */
const openFields: Record<string, readonly number[]> = {
  PID: [1, 8],
  NK1: [1],
  GT1: [1],
  IN1: [1],
  IN2: [],
  MRG: [],
  PD1: [],
};

function maskHl7(text: string): string {
  const separator = /(?:MSH|FHS|BHS)(.)/.exec(text)?.[1] ?? '|';
  return text
    .replace(/[\u000b\u001c]/g, '')
    .split(/\r\n|\r|\n/)
    .map((segment) => maskSegment(segment, separator))
    .join('\n');
}

function maskSegment(segment: string, separator: string): string {
  const fields = segment.split(separator);
  const open = openFields[fields[0] ?? ''];
  if (!open) return segment;
  return fields
    .map((field, index) => {
      if (index === 0 || open.includes(index)) return field;
      const isDate = /^\d{8}/.test(field) && fields[0] === 'PID' && index === 7;
      if (isDate) return `${field.slice(0, 4)}****`;
      return field
        .split('~')
        .map((repeat) => repeat.split('^').map(maskComponent).join('^'))
        .join('~');
    })
    .join(separator);
}

function maskJson(text: string): string | null {
  try {
    return JSON.stringify(maskNode(JSON.parse(text), '', false), null, 2);
  } catch {
    return null;
  }
}

/** Of a name that comes in parts only the first says its letter; all others only how long they are. */
function maskComponent(part: string, index: number): string {
  const isWord = index > 0 && /[\u4e00-\u9fff]/.test(part);
  return isWord ? '*'.repeat(Array.from(part).length) : maskValue(part);
}

const persons = ['Patient', 'RelatedPerson', 'Person'];
/** What a person's resource says beside who it is. */
const openKeys = [
  'resourceType',
  'system',
  'use',
  'gender',
  'code',
  'unit',
  'versionId',
  'lastUpdated',
  'active',
];
const personalKey =
  /(patient|person|pat|xm|brxm|hz)_?(name|xm)|^(name|xm|brxm|姓名|患者姓名)$|phone|mobile|tel|dh$|电话|手机|addr|dz$|地址|id_?(card|no|number)|sfz|zjh|证件|identity|contact|联系人|card_?no|就诊卡|mrn|passport/i;
const birthKey = /birth|csrq|出生/i;

function maskNode(node: unknown, key: string, isPerson: boolean): unknown {
  if (Array.isArray(node)) return node.map((item) => maskNode(item, key, isPerson));
  if (typeof node === 'string') return maskText(node, key, isPerson);
  if (typeof node === 'number') {
    return personalKey.test(key) ? maskValue(String(node)) : node;
  }
  if (node === null || typeof node !== 'object') return node;
  const type = (node as { resourceType?: unknown }).resourceType;
  const isInside =
    persons.some((person) => person === type) || key === 'subject' || key === 'patient' || isPerson;
  const isOwn = type === undefined || persons.some((person) => person === type);
  return Object.fromEntries(
    Object.entries(node).map(([name, value]) => [name, maskNode(value, name, isInside && isOwn)]),
  );
}

function maskText(text: string, key: string, isPerson: boolean): string {
  if (birthKey.test(key)) return text.length > 4 ? `${text.slice(0, 4)}-**-**` : text;
  if (key === 'div') return '****';
  if (key === 'given') return '*'.repeat(Array.from(text).length);
  if (isPerson) return openKeys.includes(key) || text === '' ? text : maskValue(text);
  return personalKey.test(key) ? maskValue(text) : text;
}
