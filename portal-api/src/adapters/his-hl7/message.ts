import { InboundProblem } from '../../modules/integration/canonical';
import { decodeStrictly, type Encoding } from './charset';
import { type DecodeBytes, unescapeValue } from './escapes';
import { type Grammar, grammarOf } from './grammar';

/** HL7's "empty this field". There is nothing to show for it, as for an empty one. */
const hl7Null = '""';

/** No report is longer; a message that is would keep every other one waiting while it is read. */
const mostSegments = 20_000;
const mostFields = 500;
const beginning = 32 * 1024;
const mostRepetitions = 20_000;

/** What a field needs to be read. */
interface Reader {
  grammar: Grammar;
  decode: DecodeBytes;
}

/** One repetition of a field: components of subcomponents. */
export class Repetition {
  private components?: string[];

  constructor(
    private readonly raw: string,
    private readonly reader: Reader,
  ) {}

  text(component = 1, subcomponent = 1): string {
    this.components ??= this.raw.split(this.reader.grammar.component);
    const value = this.components[component - 1] ?? '';
    const part = value.split(this.reader.grammar.subcomponent)[subcomponent - 1] ?? '';
    return this.plain(part);
  }

  /** The whole of it, as in text whose author did not escape the separators. */
  whole(): string {
    return this.plain(this.raw);
  }

  private plain(value: string): string {
    if (value === hl7Null) return '';
    return unescapeValue(value, this.reader.grammar, this.reader.decode).trim();
  }
}

/** Remembers which of its fields were asked for: what is left at the end was not kept. */
export class Segment {
  private readonly asked = new Set<number>();
  private parts: string[] | undefined;

  constructor(
    readonly name: string,
    private readonly line: string,
    private readonly reader: Reader,
  ) {}

  private get fields(): readonly string[] {
    if (!this.parts) {
      this.parts = this.line.split(this.reader.grammar.field, mostFields);
      // In the header the separator itself is the first field.
      if (this.name === 'MSH') this.parts.splice(1, 0, this.reader.grammar.field);
    }
    return this.parts;
  }

  text(field: number, component = 1, subcomponent = 1): string {
    return this.repetitions(field)[0]?.text(component, subcomponent) ?? '';
  }

  /** Everything in the field, separators included; repetitions too. */
  whole(field: number): string {
    this.asked.add(field);
    return new Repetition(this.fields[field] ?? '', this.reader).whole();
  }

  repetitions(field: number): Repetition[] {
    this.asked.add(field);
    const value = this.fields[field] ?? '';
    if (value === '' || value === hl7Null) return [];
    return value
      .split(this.reader.grammar.repetition, mostRepetitions)
      .map((each) => new Repetition(each, this.reader));
  }

  get isUntouched(): boolean {
    return this.asked.size === 0;
  }

  /** Numbers of the fields that say something and were never asked for. */
  unread(): number[] {
    return this.fields.flatMap((value, number) =>
      number > 0 && value.trim() !== '' && value !== hl7Null && !this.asked.has(number)
        ? [number]
        : [],
    );
  }
}

export class Hl7Message {
  private constructor(readonly segments: readonly Segment[]) {}

  /**
   * @throws InboundProblem `unreadable` without a header, `broken-segment` where a line is no segment,
   *   `too-large` where there is no end of them
   */
  static parse(text: string, encoding: Encoding): Hl7Message {
    const lines = text.split(/\r\n|\r|\n/, mostSegments + 1);
    if (lines.length > mostSegments) {
      throw new InboundProblem('too-large', `消息超过 ${mostSegments} 段`);
    }
    const first = lines.findIndex((line) => line.trim() !== '');
    const grammar = grammarOf(lines[first] ?? '');
    if (!grammar) throw new InboundProblem('unreadable', '没有可以读取的消息头（MSH）');
    const reader = { grammar, decode: (bytes: Buffer) => decodeStrictly(bytes, encoding) };
    const segments = lines
      .slice(first)
      .flatMap((line, index) => (line.trim() === '' ? [] : [readSegment(line, index, reader)]));
    return new Hl7Message(segments);
  }

  /** The beginning of it, which says of what kind it is and whom it is about; null where it says nothing. */
  static glimpse(text: string, encoding: Encoding): Hl7Message | null {
    const head = text.slice(0, beginning);
    const end = Math.max(head.lastIndexOf('\r'), head.lastIndexOf('\n'));
    try {
      return Hl7Message.parse(text === head || end === -1 ? head : head.slice(0, end), encoding);
    } catch {
      return null;
    }
  }

  get header(): Segment {
    return this.segments[0]!;
  }

  first(name: string): Segment | undefined {
    return this.segments.find((segment) => segment.name === name);
  }

  all(name: string): Segment[] {
    return this.segments.filter((segment) => segment.name === name);
  }
}

function readSegment(line: string, index: number, reader: Reader): Segment {
  const end = line.indexOf(reader.grammar.field);
  const name = end === -1 ? line : line.slice(0, end);
  if (!/^[A-Z][A-Z0-9]{2}$/.test(name) || (name === 'MSH' && index > 0)) {
    throw new InboundProblem('broken-segment', `第 ${index + 1} 段不是完整的段`);
  }
  return new Segment(name, line, reader);
}
