/** What is asked of reports, the same of the product and of its floor. */
import { realTime } from '../src/kernel/clock';
import { searchMyReportsSql } from '../src/modules/records/reading/search-my-reports.sql';
import { myTrendSql } from '../src/modules/records/reading/trend.sql';

/** The item whose trend is asked for. */
export const trendCode = 'C7';
export const trendYears = 5;

export const listValues = (accountId: string, patientId: string) =>
  searchMyReportsSql.values({
    accountId,
    patientId,
    kind: null,
    departmentId: null,
    from: null,
    until: null,
    isUnread: null,
    isAbnormal: null,
    words: null,
    cursorAt: null,
    cursorId: null,
    limit: 31,
  });

export const trendValues = (accountId: string, patientId: string) =>
  myTrendSql.values({
    accountId,
    patientId,
    code: trendCode,
    since: new Date(realTime.now().getTime() - trendYears * 365.25 * 86_400_000),
  });
