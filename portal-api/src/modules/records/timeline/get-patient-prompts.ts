import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { CareClass, DentalWorkState, ResponseOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  Database,
  instantAt,
  KernelContext,
  type Actor,
  type LocalDate,
} from '../../../kernel';
import { ArchiveReach } from '../archive-reach';
import { openWorkStates, workStateWords } from '../dental/work-order.states';
import { abnormalSql, ordersSql, visitSql, workOrdersSql } from './prompts.sql';

type Prompts = ResponseOf<'getPatientPrompts'>;

interface Facts extends Record<string, unknown> {
  care_class: CareClass;
  has_been_here: boolean;
  open_alerts: number;
}

interface VisitRow extends Record<string, unknown> {
  /** Null: known here only, and not from the hospital's system. */
  id: string | null;
  started_at: Date;
  department_name: string;
  doctor_name: string;
  diagnosis_text: string;
  treatment: string;
  advice: string;
}

interface ReportRow extends Record<string, unknown> {
  id: string;
  name: string;
  issued_at: Date;
  is_critical: boolean;
  abnormal_count: number;
  items: string[];
}

const dayMs = 86_400_000;
/** Older orders that nobody ended were not meant to be kept open. */
const orderDays = 180;
const recentDays = 90;

/** What to know when the patient comes in: the last visit, what is not finished, what was out of range. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class GetPatientPrompts {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  audit: Audit;
  @Inject()
  archiveReach: ArchiveReach;

  async run(actor: Actor, patientId: string): Promise<Prompts> {
    const staff = await this.archiveReach.require(actor, 'archive.display', patientId);
    await this.audit.recordLook(staff, {
      action: 'archive.prompts',
      resourceKind: 'archive',
      resourceId: patientId,
      patientId,
    });
    const facts = await this.facts(patientId);
    const visit = await this.lastVisit(patientId);
    return {
      isReturning: facts.has_been_here,
      isImportant: facts.care_class !== 'regular',
      lastVisit: visit && {
        encounterId: visit.id,
        at: visit.started_at.toISOString(),
        departmentName: visit.department_name,
        doctorName: visit.doctor_name,
        diagnosisText: visit.diagnosis_text,
        treatment: visit.treatment,
      },
      unfinished: [
        ...(visit?.advice ? [`上次医嘱：${visit.advice}`] : []),
        ...(await this.openOrders(patientId)),
        ...(await this.openWorkOrders(patientId)),
      ],
      recentAbnormal: staff.grants.has('report.display') ? await this.abnormal(patientId) : [],
      openAlerts: facts.open_alerts,
    };
  }

  private async facts(patientId: string): Promise<Facts> {
    const [facts] = await this.database.query<Facts>(
      `select p.care_class,
         exists (select 1 from encounter e where e.patient_id = p.id and e.status = 'finished')
           or exists (select 1 from appointment a where a.patient_id = p.id and a.status = 'fulfilled')
           as has_been_here,
         (select count(*)::int from critical_alert c where c.patient_id = p.id and c.state in ('open', 'escalated'))
           + (select count(*)::int from vital_alarm v where v.patient_id = p.id and v.state <> 'acknowledged')
           as open_alerts
         from patient p where p.id = $1`,
      [patientId],
    );
    if (!facts) throw new AppError('NOT_FOUND');
    return facts;
  }

  /** The visit that is going on today is not the last one. */
  private async lastVisit(patientId: string): Promise<VisitRow | null> {
    const today = instantAt(this.kernelContext.clock.today());
    const [visit] = await this.database.query<VisitRow>(visitSql, [patientId, today]);
    return visit ?? null;
  }

  private async openOrders(patientId: string): Promise<string[]> {
    const rows = await this.database.query<{ name: string; status: string }>(ordersSql, [
      patientId,
      this.daysAgo(orderDays),
    ]);
    return rows.map(({ name, status }) => `${name}（${status}）`);
  }

  private async openWorkOrders(patientId: string): Promise<string[]> {
    const rows = await this.database.query<{
      order_no: string;
      item: string;
      teeth: string[];
      state: DentalWorkState;
      due_on: LocalDate | null;
    }>(workOrdersSql, [patientId, openWorkStates]);
    return rows.map(({ order_no: no, item, teeth, state, due_on: due }) => {
      const day = due ? `，预计 ${due}` : '';
      return `加工单 ${no} ${item}（牙位 ${teeth.join('、')}，${workStateWords[state]}${day}）`;
    });
  }

  private async abnormal(patientId: string): Promise<Prompts['recentAbnormal']> {
    const rows = await this.database.query<ReportRow>(abnormalSql, [
      patientId,
      this.daysAgo(recentDays),
    ]);
    return rows.map((row) => ({
      reportId: row.id,
      name: row.name,
      text: abnormalText(row),
      at: row.issued_at.toISOString(),
    }));
  }

  private daysAgo(days: number): Date {
    return new Date(this.kernelContext.clock.now().getTime() - days * dayMs);
  }
}

const named = 3;

function abnormalText({
  items,
  abnormal_count: count,
  is_critical: isCritical,
}: ReportRow): string {
  const shown = items.slice(0, named).join('；');
  const rest = count > named && items.length > 0 ? ` 等 ${count} 项` : '';
  const text = shown ? `${shown}${rest}` : `${count} 项异常`;
  return isCritical ? `危急值：${text}` : text;
}
