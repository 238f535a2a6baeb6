import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import {
  addDays,
  AppError,
  Database,
  decodeMomentCursor,
  instantAt,
  pageFrom,
  type AccountActor,
} from '../../../kernel';
import { Proxies } from '../../patients';
import { searchMyReportsSql } from './search-my-reports.sql';

type Found = ResponseOf<'searchMyReports'>;

interface FoundRow extends Record<string, unknown> {
  is_mine: boolean;
  items: Omit<Found['items'][number], 'patientId'>[];
  unread: number;
  departments: Found['departments'];
}

/** The reports of a patient, as an account that acts for them sees them. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SearchMyReports {
  @Inject()
  database: Database;
  @Inject()
  proxies: Proxies;

  /** @throws NOT_FOUND for a patient of others */
  async run(
    actor: AccountActor,
    patientId: string,
    filters: RequestOf<'searchMyReports'>['body'],
  ): Promise<Found> {
    const [cursorAt, cursorId] = await this.startOf(actor, patientId, filters.cursor);
    const values = searchMyReportsSql.values({
      accountId: actor.accountId,
      patientId,
      kind: filters.kind ?? null,
      departmentId: filters.departmentId ?? null,
      from: filters.from ? instantAt(filters.from) : null,
      until: filters.to ? instantAt(addDays(filters.to, 1)) : null,
      isUnread: filters.isUnread ?? null,
      isAbnormal: filters.isAbnormal ?? null,
      words: filters.words ? containing(filters.words) : null,
      cursorAt,
      cursorId,
      limit: filters.limit + 1,
    });
    const [row] = await this.database.query<FoundRow>(
      searchMyReportsSql.text,
      values,
      'my-reports',
    );
    if (!row?.is_mine) throw new AppError('NOT_FOUND');
    const page = pageFrom(
      row.items,
      filters.limit,
      (item) => [item.issuedAt, item.id],
      (item) => ({ patientId, ...item }),
    );
    return { ...page, unread: row.unread, departments: row.departments };
  }

  /** Whose patient it is comes first, also when the cursor is none: that costs a look only then. */
  private async startOf(
    { accountId }: AccountActor,
    patientId: string,
    cursor: string | undefined,
  ): Promise<[Date, string] | [null, null]> {
    try {
      return decodeMomentCursor(cursor) ?? [null, null];
    } catch (error) {
      await this.proxies.require(accountId, patientId);
      throw error;
    }
  }
}

/** A pattern for text that holds these words wherever, whatever letters it has. */
function containing(words: string): string {
  return `%${words.replace(/[\\%_]/g, '\\$&')}%`;
}
