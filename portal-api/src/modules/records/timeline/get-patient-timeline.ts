import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import {
  timelineKinds,
  type RequestOf,
  type ResponseOf,
  type TimelineKind,
} from '@suizhen/contract';
import {
  Audit,
  Database,
  decodeMomentCursor,
  pageFrom,
  type Actor,
  type StaffActor,
} from '../../../kernel';
import { ArchiveReach } from '../archive-reach';
import { timelineSql, type TimelineRow } from './timeline-sql';
import { presentEntry } from './timeline-words';

/** Everything of a patient on one line, newest first. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class GetPatientTimeline {
  @Inject()
  database: Database;
  @Inject()
  audit: Audit;
  @Inject()
  archiveReach: ArchiveReach;

  async run(
    actor: Actor,
    { params: { patientId }, query }: RequestOf<'getPatientTimeline'>,
  ): Promise<ResponseOf<'getPatientTimeline'>> {
    const staff = await this.archiveReach.require(actor, 'archive.display', patientId);
    await this.audit.recordLook(staff, {
      action: 'archive.timeline',
      resourceKind: 'archive',
      resourceId: patientId,
      patientId,
    });
    const kinds = kindsFor(staff, query.kind);
    if (kinds.length === 0) return { items: [], nextCursor: null };
    const [at, id] = decodeMomentCursor(query.cursor) ?? [null, null];
    const rows = await this.database.query<TimelineRow>(timelineSql(kinds), [
      patientId,
      at,
      id,
      query.limit + 1,
    ]);
    return pageFrom(rows, query.limit, (row) => [row.at.toISOString(), row.id], presentEntry);
  }
}

/** What reads as a report or an appointment is shown to whoever may read those. */
function kindsFor(staff: StaffActor, wanted: TimelineKind | undefined): TimelineKind[] {
  return timelineKinds.filter((kind) => {
    if (wanted && kind !== wanted) return false;
    if (kind === 'report') return staff.grants.has('report.display');
    if (kind === 'appointment') return staff.grants.has('appointment.display');
    return true;
  });
}
