import { InboundProblem } from '../../modules/integration/canonical';
import { instantIn } from './zone';
import type { Column, Columns } from './mapping';
import type { Fields } from './fields';

/** A row as it came: every column as text. */
export type RawRow = Record<string, string | null>;

/** A row read by the mapping: fields of ours by name. */
export class Row {
  constructor(
    private readonly row: RawRow,
    private readonly columns: Columns,
    private readonly fields: Fields,
    private readonly zone: string,
  ) {}

  text(field: string): string {
    return this.raw(field).trim();
  }

  required(field: string, what: string): string {
    const text = this.text(field);
    if (!text) throw new InboundProblem('missing-field', `缺少${what}`);
    return text;
  }

  /** One of the words that the field may have. */
  word<T extends string>(field: string, standard: T): T {
    const text = this.text(field);
    if (!text) return standard;
    const { values = [] } = this.fields[field] ?? {};
    if (values.includes(text)) return text as T;
    throw new InboundProblem('unknown-kind', `“${field}”的代码不在对照表中`);
  }

  flag(field: string): boolean {
    const text = this.text(field).toLowerCase();
    return ['true', 't', '1', 'y', 'yes', '是'].includes(text);
  }

  /** Null: nothing, or nothing that is a plain number. */
  number(field: string): number | null {
    const text = this.text(field);
    return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : null;
  }

  time(field: string, what: string): Date | null {
    const text = this.text(field);
    if (!text) return null;
    const at = instantIn(text, this.zone);
    const year = at?.getUTCFullYear() ?? 0;
    if (!at || year < 1900 || year > 2100) {
      throw new InboundProblem('absurd-date', `${what}不是合理的时间`);
    }
    return at;
  }

  requiredTime(field: string, what: string): Date {
    this.required(field, what);
    return this.time(field, what) as Date;
  }

  private raw(field: string): string {
    const column: Column | undefined = this.columns[field];
    if (column === undefined) return '';
    if (typeof column === 'string') return this.row[column] ?? '';
    if ('constant' in column) return column.constant;
    const value = this.row[column.column] ?? '';
    return column.codes && value ? (column.codes[value.trim()] ?? value) : value;
  }
}
