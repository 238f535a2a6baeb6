import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database } from '../../../kernel';
import type { RevisionContent } from '../intake/report-sql';
import { momentText } from '../moment-text';
import type { ReportRow } from './report.presenter';

/** More changes than this are told by their number. */
const mostNamed = 5;

type Compared = Pick<ReportRow, 'items' | 'findings' | 'conclusion'>;

/** What a correction replaced, in words. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CorrectionNotes {
  @Inject()
  database: Database;

  /** @param reader a patient is told of what they could see before, staff of everything */
  async of(row: ReportRow, reader: 'patient' | 'staff'): Promise<string> {
    if (row.corrected_at === null) return '';
    const [former] = await this.database.query<{ content: RevisionContent }>(
      `select content from report_revision where report_id = $1 and revision < $2
        order by revision desc limit 1`,
      [row.id, row.revision],
    );
    const told = `${momentText(row.corrected_at)} 更正，此前的内容作废`;
    const isKnown = former && (reader === 'staff' || wasSeenBy(row.patient_id, former.content));
    const changes = isKnown ? changesOf(former.content, row) : [];
    return changes.length ? `${told}：${changes.join('；')}` : told;
  }
}

/** What it said while it was filed under another patient is told to nobody but staff. */
function wasSeenBy(patientId: string, { releaseState, patientId: ofWhom }: RevisionContent) {
  return releaseState === 'released' && ofWhom === patientId;
}

/** The items by code, since a correction may bring them in another order. */
export function changesOf(
  before: Pick<RevisionContent, 'items' | 'findings' | 'conclusion'>,
  after: Compared,
): string[] {
  const former = new Map(before.items.map((item) => [item.code, item]));
  const changes: string[] = [];
  for (const item of after.items) {
    const was = former.get(item.code);
    former.delete(item.code);
    if (!was) changes.push(`新增${item.name}`);
    else if (was.value !== item.value || was.unit !== item.unit) {
      changes.push(`${item.name}由 ${valueOf(was)} 改为 ${valueOf(item)}`);
    } else if (was.rangeText !== item.rangeText || was.flag !== item.flag) {
      changes.push(`${item.name}的参考范围或提示已修改`);
    }
  }
  for (const gone of former.values()) changes.push(`删除${gone.name}`);
  if (before.findings !== after.findings) changes.push('检查所见已修改');
  if (before.conclusion !== after.conclusion) changes.push('结论已修改');
  if (changes.length <= mostNamed) return changes;
  return [...changes.slice(0, mostNamed), `另有 ${changes.length - mostNamed} 处修改`];
}

const valueOf = ({ value, unit }: { value: string; unit: string }) =>
  unit ? `${value} ${unit}` : value;
