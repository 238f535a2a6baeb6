import { createHash } from 'node:crypto';
import { realTime } from '../../kernel';
import type { PullWindow, RawItem } from '../../modules/integration/ports';
import type { ViewKind } from './fields';
import { columnNames, type Mapping, type ViewMapping } from './mapping';
import type { ViewContent, ViewList } from './read';
import type { RawRow } from './row';
import { quoted, quotedView, type ViewDatabase } from './view-database';
import { instantIn, localText } from './zone';

const PAGE = 200;

/** Where a page ended: the time of change as the database writes it, and the id. */
interface Place {
  changedAt: string;
  id: string;
}

/** The lines of one report. */
interface Lines {
  rows: RawRow[];
  changedAt: string | null;
}

const noLines: Lines = { rows: [], changedAt: null };

const ID = '#id';
const CHANGED = '#changed';
const REPORT = '#report';

/**
 * What changed since, oldest first. Pages go on after the last row's time and id, so that rows which come or
 * change meanwhile shift nothing; both are compared as their own types, which lets an index help.
 */
export async function* pullView(
  database: ViewDatabase,
  mapping: Mapping,
  kind: ViewKind,
  { since }: PullWindow,
): AsyncGenerator<RawItem[]> {
  const view = mapping.views[kind];
  if (!view) return;
  const reader = new ViewReader(database, mapping.zone, kind, view);
  if (kind === 'roster' && since === null) {
    yield* withList(view, reader.everything());
    return;
  }
  yield* reader.changed(since);
  // Rows that say no time of change are seen when everything is read, and only then.
  if (since === null) yield* reader.withoutTime();
  else yield* reader.ofChangedItems(since);
}

/** A row that was deleted says nothing by itself: which there are is told after them. */
async function* withList(
  { view }: ViewMapping,
  pages: AsyncIterable<RawItem[]>,
): AsyncGenerator<RawItem[]> {
  const ids: string[] = [];
  for await (const page of pages) {
    ids.push(...page.map(({ externalId }) => externalId));
    yield page;
  }
  // A hospital without any clinic has rather lost its view than all its doctors.
  if (ids.length === 0) return;
  const list: ViewList = { view, ids };
  yield [
    {
      kind: 'roster',
      externalId: '#list',
      version: String(realTime.now().getTime()),
      orderKey: '#list',
      changedAt: null,
      content: Buffer.from(JSON.stringify(list)),
      encoding: 'utf-8',
      isList: true,
    },
  ];
}

class ViewReader {
  constructor(
    private readonly database: ViewDatabase,
    private readonly zone: string,
    private readonly kind: ViewKind,
    private readonly view: ViewMapping,
  ) {}

  async *everything(): AsyncGenerator<RawItem[]> {
    yield* this.changed(null);
    yield* this.withoutTime();
  }

  async *changed(since: Date | null): AsyncGenerator<RawItem[]> {
    const { changedAt, id } = this.view;
    const order = `${quoted(changedAt)}, ${quoted(id)}`;
    let last: Place | undefined;
    for (;;) {
      const condition = last
        ? `(${order}) > ($1, $2)`
        : since
          ? `${quoted(changedAt)} >= $1`
          : `${quoted(changedAt)} is not null`;
      const values = last ? [last.changedAt, last.id] : since ? [localText(since, this.zone)] : [];
      const rows = await this.rows(`where ${condition} order by ${order} limit ${PAGE}`, values);
      if (rows.length > 0) yield this.items(rows, await this.itemsOf(rows));
      last = placeOf(rows.at(-1));
      if (!last || rows.length < PAGE) return;
    }
  }

  async *withoutTime(): AsyncGenerator<RawItem[]> {
    const { changedAt, id } = this.view;
    let last: string | null = null;
    for (;;) {
      const after: string = last === null ? '' : ` and ${quoted(id)} > $1`;
      const rows = await this.rows(
        `where ${quoted(changedAt)} is null${after} order by ${quoted(id)} limit ${PAGE}`,
        last === null ? [] : [last],
      );
      if (rows.length > 0) yield this.items(rows, await this.itemsOf(rows));
      last = rows.at(-1)?.[ID] ?? null;
      if (last === null || rows.length < PAGE) return;
    }
  }

  /** A line of a report was corrected, and the report itself was not touched. */
  async *ofChangedItems(since: Date): AsyncGenerator<RawItem[]> {
    const { items } = this.view;
    if (!items?.changedAt) return;
    const [changed, report] = [quoted(items.changedAt), quoted(items.reportId)];
    let last: Place | undefined;
    for (;;) {
      const after = last ? `having (max(${changed}), ${report}) > ($2, $3)` : '';
      const found = await this.database.rows(
        `select ${report}::text as "${ID}", max(${changed})::text as "${CHANGED}"
           from ${quotedView(items.view)} where ${changed} >= $1 group by ${report} ${after}
          order by max(${changed}), ${report} limit ${PAGE}`,
        [localText(since, this.zone), ...(last ? [last.changedAt, last.id] : [])],
      );
      const ids = found.map((row) => row[ID] ?? '');
      const rows = await this.rows(`where ${quoted(this.view.id)} = any($1)`, [ids]);
      if (rows.length > 0) yield this.items(rows, await this.itemsOf(rows));
      last = placeOf(found.at(-1));
      if (!last || found.length < PAGE) return;
    }
  }

  private async rows(rest: string, values: readonly unknown[]): Promise<RawRow[]> {
    const { view, id, changedAt, columns } = this.view;
    const wanted = columnNames(columns).map((name) => `${quoted(name)}::text as ${quoted(name)}`);
    const own = [`${quoted(id)}::text as "${ID}"`, `${quoted(changedAt)}::text as "${CHANGED}"`];
    return this.database.rows(
      `select ${[...own, ...wanted].join(', ')} from ${quotedView(view)} ${rest}`,
      values,
    );
  }

  private async itemsOf(rows: readonly RawRow[]): Promise<Map<string, Lines>> {
    const { items } = this.view;
    const byReport = new Map<string, Lines>();
    if (!items) return byReport;
    const wanted = columnNames(items.columns).map(
      (name) => `${quoted(name)}::text as ${quoted(name)}`,
    );
    const changed = items.changedAt ? [`${quoted(items.changedAt)}::text as "${CHANGED}"`] : [];
    const order = items.position
      ? `order by ${quoted(items.reportId)}, ${quoted(items.position)}`
      : '';
    const found = await this.database.rows(
      `select ${quoted(items.reportId)}::text as "${REPORT}", ${[...changed, ...wanted].join(', ')}
         from ${quotedView(items.view)} where ${quoted(items.reportId)} = any($1) ${order}`,
      [rows.map((row) => row[ID])],
    );
    for (const { [REPORT]: report, [CHANGED]: changedAt, ...item } of found) {
      const { rows: before, changedAt: last } = byReport.get(report ?? '') ?? noLines;
      byReport.set(report ?? '', {
        rows: [...before, item],
        changedAt: this.later(last, changedAt ?? null),
      });
    }
    return byReport;
  }

  private items(rows: readonly RawRow[], lines: ReadonlyMap<string, Lines>): RawItem[] {
    return rows.flatMap((raw) => {
      const { [ID]: id, [CHANGED]: changedAt, ...row } = raw;
      if (!id) return [];
      const own = lines.get(id) ?? noLines;
      const kept: ViewContent = {
        view: this.view.view,
        id,
        changedAt: changedAt ?? null,
        row,
        ...(this.view.items ? { items: own.rows } : {}),
      };
      return [this.rawItem(kept, this.later(changedAt ?? null, own.changedAt))];
    });
  }

  /** @param changedAt of the row or of its latest line: a line may be corrected while its report is not touched */
  private rawItem(kept: ViewContent, changedAt: string | null): RawItem {
    const content = Buffer.from(JSON.stringify(kept));
    // With its time: what is corrected back says what it said before, and is yet the later.
    const said = JSON.stringify([kept, changedAt]);
    const version = createHash('sha256').update(said).digest('hex').slice(0, 24);
    return {
      kind: this.kind,
      externalId: kept.id,
      version,
      orderKey: this.orderKeyOf(kept),
      changedAt: changedAt === null ? null : instantIn(changedAt, this.zone),
      content,
      encoding: 'utf-8',
    };
  }

  /** As instants: databases write their times in more than one way. */
  private later(one: string | null, other: string | null): string | null {
    if (one === null || other === null) return one ?? other;
    const moment = (text: string) => instantIn(text, this.zone)?.getTime() ?? 0;
    return moment(other) > moment(one) ? other : one;
  }

  private orderKeyOf({ id, row }: ViewContent): string {
    const column = this.view.columns['patientId'];
    const name =
      typeof column === 'string' ? column : column && 'column' in column ? column.column : '';
    const patient = this.kind === 'patient' ? id : row[name];
    return patient ? `Patient/${patient}` : `${this.kind}/${id}`;
  }
}

function placeOf(row: RawRow | undefined): Place | undefined {
  const changedAt = row?.[CHANGED];
  const id = row?.[ID];
  return changedAt && id ? { changedAt, id } : undefined;
}
