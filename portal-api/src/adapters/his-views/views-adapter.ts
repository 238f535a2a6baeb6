import type { InboundKind, OutboundKind } from '@suizhen/contract';
import type { Reading } from '../../modules/integration/canonical';
import type {
  HospitalAdapter,
  PullWindow,
  RawItem,
  SendOutcome,
} from '../../modules/integration/ports';
import type { ViewKind } from './fields';
import { columnNames, type Mapping, readMapping, type ViewMapping } from './mapping';
import { pullView } from './pull';
import { readView } from './read';
import {
  quoted,
  quotedView,
  ReadOnlyDatabase,
  type ViewDatabase,
  ViewFailure,
} from './view-database';

export interface ViewsAdapterOptions {
  databaseUrl: string;
  /** JSON; see `readMapping`. */
  mapping: string;
}

/** A hospital that offers read-only views of its database and a table of what is what. */
export class ViewsAdapter implements HospitalAdapter {
  readonly pulls: readonly InboundKind[];
  readonly sends: readonly OutboundKind[] = [];
  private readonly mapping: Mapping;
  private readonly database: ViewDatabase;

  /** @throws MappingError */
  constructor({ databaseUrl, mapping }: ViewsAdapterOptions, database?: ViewDatabase) {
    this.mapping = readMapping(mapping);
    this.pulls = Object.keys(this.mapping.views) as ViewKind[];
    this.database = database ?? new ReadOnlyDatabase(databaseUrl, this.mapping.zone);
  }

  pull(kind: InboundKind, window: PullWindow): AsyncIterable<readonly RawItem[]> {
    return pullView(this.database, this.mapping, kind as ViewKind, window);
  }

  read({ kind, content }: Pick<RawItem, 'kind' | 'content' | 'encoding'>): Reading {
    return readView(this.mapping, kind, content);
  }

  send(): Promise<SendOutcome> {
    return Promise.resolve({ kind: 'refused', text: '只读视图不接收数据' });
  }

  ask(): Promise<SendOutcome | null> {
    return Promise.resolve(null);
  }

  /** Every view is there, with every column that the mapping names. */
  async check(): Promise<string> {
    const views = Object.values(this.mapping.views).filter((view) => view !== undefined);
    for (const view of views) {
      await this.look(view.view, [view.id, view.changedAt, ...columnNames(view.columns)]);
      if (view.items) await this.look(view.items.view, itemColumns(view.items));
    }
    return `数据库视图，${views.length} 个视图都能读取`;
  }

  close(): Promise<void> {
    return this.database.close();
  }

  private async look(view: string, columns: readonly string[]): Promise<void> {
    try {
      const list = columns.map(quoted).join(', ');
      await this.database.rows(`select ${list} from ${quotedView(view)} limit 0`, []);
    } catch (error) {
      if (!(error instanceof ViewFailure)) throw error;
      throw new ViewFailure(`${error.message}（${view}）`);
    }
  }
}

function itemColumns(items: NonNullable<ViewMapping['items']>): string[] {
  const more = [items.position, items.changedAt].filter((name) => name !== undefined);
  return [items.reportId, ...more, ...columnNames(items.columns)];
}
