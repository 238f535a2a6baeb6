import { InboundProblem } from '../../modules/integration';
import { decodeStrictly, type Encoding } from './charset';
import { type DecodeBytes, unescapeValue } from './escapes';
import { type Grammar, grammarOf } from './grammar';

/** HL7's "empty this field". There is nothing to show for it, as for an empty one. */
const hl7Null = '""';

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

  constructor(
    readonly name: string,
    private readonly fields: readonly string[],
    private readonly reader: Reader,
  ) {}

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
      .split(this.reader.grammar.repetition)
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

  /** @throws InboundProblem `unreadable` without a header, `broken-segment` where a line is no segment */
  static parse(text: string, encoding: Encoding): Hl7Message {
    const lines = text.split(/\r\n|\r|\n/);
    const first = lines.findIndex((line) => line.trim() !== '');
    const grammar = grammarOf(lines[first] ?? '');
    if (!grammar) throw new InboundProblem('unreadable', '没有可以读取的消息头（MSH）');
    const reader = { grammar, decode: (bytes: Buffer) => decodeStrictly(bytes, encoding) };
    const segments = lines
      .slice(first)
      .flatMap((line, index) => (line.trim() === '' ? [] : [readSegment(line, index, reader)]));
    return new Hl7Message(segments);
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
  const fields = line.split(reader.grammar.field);
  const name = fields[0] ?? '';
  if (!/^[A-Z][A-Z0-9]{2}$/.test(name) || (name === 'MSH' && index > 0)) {
    throw new InboundProblem('broken-segment', `第 ${index + 1} 段不是完整的段`);
  }
  // In the header the separator itself is the first field.
  if (name === 'MSH') fields.splice(1, 0, reader.grammar.field);
  return new Segment(name, fields, reader);
}
