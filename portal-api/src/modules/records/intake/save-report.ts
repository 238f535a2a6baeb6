import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ReleaseState, ReportStatus } from '@suizhen/contract';
import { KernelContext, newId, Outbox, Settings, type Tx } from '../../../kernel';
import { Survivors } from '../../patients';
import { CriticalAlerts } from '../critical/critical-alerts';
import { criticalWithinHours } from '../records.settings';
import { releaseAfter, releaseOf, type Releasable, type Release } from '../release/release';
import { ReleasePolicies } from '../release/release-policies';
import { newsOf, ReportNews } from '../release/report-news';
import type {
  IncomingObservation,
  IncomingReport,
  IntakeOutcome,
  RecordPlace,
  RecordSource,
} from './incoming';
import { insertOnce } from './insert-once';
import { ageOf, type KeptVersion } from './kept-version';
import { digestOf, factsOf, isCriticalItem, type ReportFacts } from './report-facts';
import { contentColumns, keepRevision, writeObservations } from './report-sql';

export interface Saved {
  id: string;
  outcome: IntakeOutcome;
}

interface KeptReport extends KeptVersion, Record<string, unknown> {
  id: string;
  patient_id: string;
  revision: number;
  status: ReportStatus;
  content_digest: string;
  release_state: ReleaseState;
  release_note: string;
}

/** A report as it comes, with what was found out about it. */
interface Arrival {
  source: RecordSource;
  place: RecordPlace;
  report: IncomingReport;
  facts: ReportFacts;
  digest: string;
  now: Date;
}

const hourMs = 3_600_000;

/** Takes in one version of a report: new, a correction of what is kept, or nothing new. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SaveReport {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;
  @Inject()
  outbox: Outbox;
  @Inject()
  survivors: Survivors;
  @Inject()
  releasePolicies: ReleasePolicies;
  @Inject()
  reportNews: ReportNews;
  @Inject()
  criticalAlerts: CriticalAlerts;

  async run(
    tx: Tx,
    source: RecordSource,
    place: RecordPlace,
    report: IncomingReport,
  ): Promise<Saved> {
    const patientId = await this.survivors.hold(tx, place.patientId);
    const policy = await this.releasePolicies.current();
    const arrival: Arrival = {
      source,
      place: { ...place, patientId },
      report,
      facts: factsOf(report, policy.inPersonWords),
      digest: digestOf(report),
      now: this.kernelContext.clock.now(),
    };
    return (await this.insert(tx, arrival)) ?? (await this.update(tx, arrival));
  }

  private async insert(tx: Tx, arrival: Arrival): Promise<Saved | null> {
    const { place, report, now } = arrival;
    const critical = await this.criticalOf(arrival);
    const policy = await this.releasePolicies.current();
    const release = releaseOf(releasableOf(arrival, critical.length > 0), policy, now);
    const news = newsOf(release.state, 0);
    const id = newId(now);
    const columns = {
      id,
      ...columnsOf(arrival),
      ...releaseColumns(release, now),
      announced_revision: news ? 1 : 0,
      system_id: arrival.source.systemId,
      source_id: arrival.source.sourceId,
    };
    if (!(await insertOnce(tx, 'diagnostic_report', columns))) return null;
    await writeObservations(tx, id, place.patientId, report.observations, now);
    if (critical.length > 0) await this.criticalAlerts.raise(tx, alertOf(id, 1, place), critical);
    if (news) await this.outbox.append(tx, news, { reportId: id, revision: 1 });
    return { id, outcome: 'created' };
  }

  private async update(tx: Tx, arrival: Arrival): Promise<Saved> {
    const { source, place, digest } = arrival;
    const [kept] = await tx.query<KeptReport>(
      `select id, patient_id, revision, status, content_digest, release_state, release_note, source_version,
         source_changed_at
         from diagnostic_report where system_id = $1 and source_id = $2 for update`,
      [source.systemId, source.sourceId],
      'report-lock',
    );
    if (!kept) throw new Error('a report that was there is gone');
    const { id } = kept;
    const age = ageOf(source, kept);
    if (age === 'older') return { id, outcome: 'older' };
    const isSame =
      age === 'same' || (kept.content_digest === digest && kept.patient_id === place.patientId);
    if (isSame) {
      await this.touch(tx, id, source, place);
      return { id, outcome: 'unchanged' };
    }
    await this.correct(tx, kept, arrival);
    return { id, outcome: 'changed' };
  }

  /** The same again: later by its stamp, and perhaps with a visit that was not known before. */
  private async touch(tx: Tx, id: string, source: RecordSource, place: RecordPlace): Promise<void> {
    await tx.query(
      `update diagnostic_report set source_version = $2,
         source_changed_at = greatest(source_changed_at, $3::timestamptz),
         encounter_id = coalesce(encounter_id, $4), department_id = coalesce(department_id, $5)
        where id = $1`,
      [id, source.version, source.changedAt, place.encounterId, place.departmentId],
    );
  }

  private async correct(tx: Tx, kept: KeptReport, arrival: Arrival): Promise<void> {
    const { place, report, now } = arrival;
    const { id } = kept;
    const revision = kept.revision + 1;
    // To another patient it is a new report, and nothing of the old one may stay open to the former.
    const isMoved = kept.patient_id !== place.patientId;
    await keepRevision(tx, id);
    await writeObservations(tx, id, place.patientId, report.observations, now);
    const isHeld = await this.criticalAlerts.correct(
      tx,
      alertOf(id, revision, place),
      await this.criticalOf(arrival),
      isMoved,
    );
    const policy = await this.releasePolicies.current();
    const releasable = releasableOf(arrival, isHeld);
    const { release_state: state, status, release_note: note } = kept;
    const release = isMoved
      ? releaseOf(releasable, policy, now)
      : releaseAfter({ state, status, note }, releasable, policy, now);
    const isFirstFinal = status === 'preliminary' && !isMoved;
    await this.rewrite(tx, id, {
      ...columnsOf(arrival),
      ...(release.state === 'released' && state === 'released' && !isMoved
        ? {}
        : { ...releaseColumns(release, now), released_by: null }),
      revision,
      ...(isFirstFinal ? {} : { corrected_at: now }),
      ...(isMoved ? { announced_revision: 0 } : {}),
    });
    if (isMoved) {
      await this.closeToFormer(tx, id, now);
      await this.criticalAlerts.handOver(tx, id, place.patientId);
    }
    await this.reportNews.tell(tx, id);
  }

  private async rewrite(tx: Tx, id: string, columns: Record<string, unknown>): Promise<void> {
    const sets = Object.keys(columns).map((column, index) => `${column} = $${index + 2}`);
    await tx.query(
      `update diagnostic_report set ${sets.join(', ')}, version = version + 1 where id = $1`,
      [id, ...Object.values(columns)],
    );
  }

  private async closeToFormer(tx: Tx, id: string, now: Date): Promise<void> {
    await tx.query(
      `update report_share set ended_at = $2 where report_id = $1 and ended_at is null`,
      [id, now],
    );
    await tx.query(`delete from report_read where report_id = $1`, [id]);
  }

  /** The critical values that a clinician has to hear of now. */
  private async criticalOf({ report, now }: Arrival): Promise<IncomingObservation[]> {
    if (report.status === 'cancelled') return [];
    const since = now.getTime() - (await this.settings.get(criticalWithinHours)) * hourMs;
    return report.issuedAt.getTime() < since ? [] : report.observations.filter(isCriticalItem);
  }
}

/** What every version writes. */
function columnsOf({ source, place, report, facts, digest, now }: Arrival) {
  return {
    patient_id: place.patientId,
    branch_id: place.branchId,
    encounter_id: place.encounterId,
    department_id: place.departmentId,
    ...contentColumns(report),
    abnormal_count: facts.abnormalCount,
    is_critical: facts.isCritical,
    is_sensitive: facts.isSensitive,
    words: facts.words,
    recorded_at: now,
    content_digest: digest,
    source_version: source.version,
    source_changed_at: source.changedAt,
  };
}

function releaseColumns(release: Release, now: Date) {
  return {
    release_state: release.state,
    release_due_at: release.dueAt,
    released_at: release.state === 'released' ? now : null,
    release_note: release.note,
  };
}

function releasableOf({ report, facts }: Arrival, isHeld: boolean): Releasable {
  const { kind, status, issuedAt } = report;
  return { kind, status, issuedAt, isSensitive: facts.isSensitive, isHeld };
}

function alertOf(id: string, revision: number, place: RecordPlace) {
  const { patientId, branchId, departmentId } = place;
  return { id, revision, patientId, branchId, departmentId };
}
