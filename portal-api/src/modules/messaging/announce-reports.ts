/** What is told when a report can be read, was corrected, or lies ready to be fetched. */
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { maskName, type ReleaseState, type ReportStatus } from '@suizhen/contract';
import {
  Database,
  KernelContext,
  Settings,
  UnitOfWork,
  type DomainEvents,
  type EventHandler,
} from '../../kernel';
import { announceWithinDays } from '../records';
import { Announcer } from './announcer';
import type { Message } from './message-texts';
import {
  reportCorrectedMessage,
  reportInPersonMessage,
  reportReleasedMessage,
  reportWithdrawnMessage,
  vitalAlarmMessage,
  type ReportFacts,
} from './report-texts';

interface ReportRow extends Record<string, unknown> {
  patient_id: string;
  patient_name: string;
  release_state: ReleaseState;
  status: ReportStatus;
  issued_at: Date;
  branch_name: string;
  branch_address: string;
}

const dayMs = 86_400_000;

/** Reads the report as it stands now, and tells its people once of each revision. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ReportAnnouncer {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  announcer: Announcer;

  /** @param state where the report has to stand still: what was withheld meanwhile is not announced */
  async announce(
    { reportId, revision }: { reportId: string; revision: number },
    state: ReleaseState,
    messageOf: (facts: ReportFacts) => Message,
    options: { isOldTold: boolean },
  ): Promise<void> {
    const [row] = await this.database.query<ReportRow>(
      `select r.patient_id, p.name as patient_name, r.release_state, r.status, r.issued_at, b.name as branch_name,
         b.address as branch_address
         from diagnostic_report r join patient p on p.id = r.patient_id join branch b on b.id = r.branch_id
        where r.id = $1`,
      [reportId],
      'report-facts',
    );
    if (row?.release_state !== state) return;
    if (!options.isOldTold && (await this.isOld(row.issued_at))) return;
    const place = [row.branch_name, row.branch_address].filter(Boolean).join(' ');
    const facts = { nameMasked: maskName(row.patient_name), place };
    const message = row.status === 'cancelled' ? reportWithdrawnMessage(facts) : messageOf(facts);
    await this.unitOfWork.run((tx) =>
      this.announcer.announce(tx, {
        key: `report:${reportId}:${revision}`,
        patientId: row.patient_id,
        appointmentId: null,
        message,
      }),
    );
  }

  /** A system that is connected brings years of reports along; nobody wants a message for each. */
  private async isOld(issuedAt: Date): Promise<boolean> {
    const days = await this.settings.get(announceWithinDays);
    return this.kernelContext.clock.now().getTime() - issuedAt.getTime() > days * dayMs;
  }
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class AnnounceReportReleased implements EventHandler<'report.released'> {
  @Inject()
  reportAnnouncer: ReportAnnouncer;

  async handle(report: DomainEvents['report.released']): Promise<void> {
    const options = { isOldTold: false };
    await this.reportAnnouncer.announce(report, 'released', reportReleasedMessage, options);
  }
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class AnnounceReportCorrected implements EventHandler<'report.corrected'> {
  @Inject()
  reportAnnouncer: ReportAnnouncer;

  /** However old it is: what somebody has read is not so. */
  async handle(report: DomainEvents['report.corrected']): Promise<void> {
    const options = { isOldTold: true };
    await this.reportAnnouncer.announce(report, 'released', reportCorrectedMessage, options);
  }
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class AnnounceReportInPerson implements EventHandler<'report.in-person'> {
  @Inject()
  reportAnnouncer: ReportAnnouncer;

  async handle(report: DomainEvents['report.in-person']): Promise<void> {
    const options = { isOldTold: false };
    await this.reportAnnouncer.announce(report, 'in-person', reportInPersonMessage, options);
  }
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class AnnounceVitalAlarm implements EventHandler<'vital.alarmed'> {
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  announcer: Announcer;

  async handle({ alarmId }: DomainEvents['vital.alarmed']): Promise<void> {
    const [alarm] = await this.database.query<{ patient_id: string; name: string }>(
      `select a.patient_id, p.name from vital_alarm a join patient p on p.id = a.patient_id where a.id = $1`,
      [alarmId],
    );
    if (!alarm) return;
    await this.unitOfWork.run((tx) =>
      this.announcer.announce(tx, {
        key: `vital-alarm:${alarmId}`,
        patientId: alarm.patient_id,
        appointmentId: null,
        message: vitalAlarmMessage(maskName(alarm.name)),
      }),
    );
  }
}
