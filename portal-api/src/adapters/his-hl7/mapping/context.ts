import { InboundProblem } from '../../../modules/integration/canonical';
import type { LeftOut } from '../left-out';
import type { Hl7Message, Repetition, Segment } from '../message';
import type { MessageTimes } from '../timestamps';

/** What every part of the mapping works with. */
export interface Context {
  message: Hl7Message;
  /** `A04` */
  event: string;
  times: MessageTimes;
  leftOut: LeftOut;
}

export function missing(place: string, what: string): InboundProblem {
  return new InboundProblem('missing-field', `缺少${what}（${place}）`);
}

/** @throws InboundProblem when the message has no such segment */
export function requireSegment({ message }: Context, name: string, what: string): Segment {
  const segment = message.first(name);
  if (!segment) throw missing(name, what);
  return segment;
}

/** A person in a field: `1024^王医生`, `2905^Langa^Albert`, or the name alone. */
export function personName(person: Repetition | undefined): string {
  if (!person) return '';
  return fullName(person.text(2), person.text(3)) || person.text(1);
}

/** Chinese names are written as one word, family first; others the other way round. */
export function fullName(family: string, given: string, middle = ''): string {
  const isChinese = /\p{Script=Han}/u.test(family + given);
  return isChinese
    ? family + given
    : [given, middle, family].filter((part) => part !== '').join(' ');
}

/** A coded value: its text, else its code. */
export function codedText(segment: Segment, field: number): string {
  return segment.text(field, 2) || segment.text(field, 5) || segment.text(field);
}
