import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { KernelContext } from '../../../kernel';
import { InboundProblem } from '../canonical';
import type { IncomingReport } from '../../records';
import type { Taking } from './inbound-row';
import { isSameUnit } from './units';

/**
 * A system gives an item always in the same unit. When that changes, a trend would jump and a limit be
 * wrong: somebody looks first, and by taking the message in again says that it is meant so. How far a
 * number lies from its range says nothing: an AST of 5000 is real, and must not wait.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class UnitCheck {
  @Inject()
  kernelContext: KernelContext;

  /** @throws InboundProblem unit-mismatch */
  async run({ tx, system, row }: Taking, report: IncomingReport): Promise<void> {
    const units = new Map<string, string>();
    for (const { code, unit, number } of report.observations) {
      if (code === '' || unit === '' || number === null) continue;
      const key = `${code}|${report.specimen}`.slice(0, 200);
      const other = units.get(key);
      const isOther = other !== undefined && !isSameUnit(other, unit);
      if (isOther && !row.is_unit_accepted) refuse(code, other, unit);
      units.set(key, unit);
    }
    if (units.size === 0) return;
    const known = await tx.query<{ code: string; unit: string }>(
      `select code, unit from observed_unit where system_id = $1 and code = any($2)`,
      [system.id, [...units.keys()]],
      'unit-known',
    );
    const before = new Map(known.map(({ code, unit }) => [code, unit]));
    const changed = [...units].filter(([key, unit]) => !isSameUnit(before.get(key) ?? unit, unit));
    const first = changed[0];
    if (first && !row.is_unit_accepted) {
      refuse(first[0].split('|')[0]!, before.get(first[0])!, first[1]);
    }
    const news = [...units].filter(([key]) => !before.has(key)).concat(changed);
    await this.remember(
      { tx, system, row },
      news.sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  }

  private async remember(
    { tx, system }: Taking,
    news: readonly (readonly [key: string, unit: string])[],
  ): Promise<void> {
    if (news.length === 0) return;
    await tx.query(
      `insert into observed_unit (system_id, code, unit, since)
       select $1, r.code, r.unit, $4 from unnest($2::text[], $3::text[]) as r (code, unit)
       on conflict (system_id, code) do update set unit = excluded.unit, since = excluded.since`,
      [
        system.id,
        news.map(([key]) => key),
        news.map(([, unit]) => unit),
        this.kernelContext.clock.now(),
      ],
      'unit-remember',
    );
  }
}

function refuse(code: string, before: string, now: string): never {
  throw new InboundProblem(
    'unit-mismatch',
    `项目 ${code.slice(0, 40)} 的单位由 ${before.slice(0, 20)} 变为 ${now.slice(0, 20)}；核对无误后重放，即按新单位入库`,
  );
}
