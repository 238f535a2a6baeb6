import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf, ResultFlag } from '@suizhen/contract';
import {
  AppError,
  Audit,
  Database,
  KernelContext,
  type AccountActor,
  type Actor,
} from '../../../kernel';
import { Proxies } from '../../patients';
import { ReportReach } from '../report-reach';
import { PatientReach } from './patient-reach';
import { myTrendSql, staffTrendText } from './trend.sql';

type Trend = ResponseOf<'getMyTrend'>;

interface PointRow extends Record<string, unknown> {
  report_id: string;
  effective_at: Date;
  name: string;
  value: string;
  number: number | null;
  unit: string;
  flag: ResultFlag;
  range_low: number | null;
  range_high: number | null;
}

const long = 200;

/** One item over the years. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class Trends {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  audit: Audit;
  @Inject()
  proxies: Proxies;
  @Inject()
  patientReach: PatientReach;
  @Inject()
  reportReach: ReportReach;

  /** @throws NOT_FOUND for a patient of others, or an item that was never measured */
  async mine(actor: AccountActor, patientId: string, code: string, years: number): Promise<Trend> {
    const { accountId } = actor;
    return this.over(years, code, async (since) => {
      const values = myTrendSql.values({ patientId, accountId, code, since });
      const rows = await this.database.query<PointRow>(myTrendSql.text, values, 'my-trend');
      if (rows.length === 0) await this.proxies.require(accountId, patientId);
      return rows;
    });
  }

  /** @throws FORBIDDEN, NOT_FOUND; the look is recorded */
  async ofPatient(actor: Actor, patientId: string, code: string, years: number): Promise<Trend> {
    const staff = await this.patientReach.require(actor, 'report.display', patientId);
    await this.audit.record(staff, {
      action: 'report.trend',
      resourceKind: 'patient',
      resourceId: patientId,
      patientId,
    });
    return this.over(years, code, (since) => {
      const values: unknown[] = [patientId, code, since];
      const reach = this.reportReach.condition(staff, 'report.display', values);
      return this.database.query<PointRow>(staffTrendText(reach), values);
    });
  }

  private async over(
    years: number,
    code: string,
    read: (since: Date) => Promise<PointRow[]>,
  ): Promise<Trend> {
    const rows = await read(yearsBefore(this.kernelContext.clock.now(), years));
    if (rows.length > 0) return assembleTrend(code, rows);
    // Measured long ago only: the page says so under the item's own name.
    const [known] = await read(yearsBefore(this.kernelContext.clock.now(), long));
    if (!known) throw new AppError('NOT_FOUND');
    return { code, name: known.name, unit: known.unit, points: [], leftOut: 0 };
  }
}

/** In the unit of the newest number; what has another, or is none, is counted and left to its report. */
export function assembleTrend(code: string, newestFirst: readonly PointRow[]): Trend {
  const isNumber = (row: PointRow): row is PointRow & { number: number } => row.number !== null;
  const numbers = newestFirst.filter(isNumber);
  const unit = numbers[0]?.unit ?? '';
  const shown = numbers.filter((row) => row.unit === unit).reverse();
  return {
    code,
    name: newestFirst[0]?.name ?? code,
    unit,
    points: shown.map((row) => ({
      reportId: row.report_id,
      at: row.effective_at.toISOString(),
      value: row.value,
      number: row.number,
      flag: row.flag,
      rangeLow: row.range_low,
      rangeHigh: row.range_high,
    })),
    leftOut: newestFirst.length - shown.length,
  };
}

function yearsBefore(now: Date, years: number): Date {
  const then = new Date(now);
  then.setUTCFullYear(then.getUTCFullYear() - years);
  return then;
}
