import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { WorkKind } from '@suizhen/contract';
import { KernelContext, newId, type Tx } from '../../kernel';

export interface NewWorkItem {
  kind: WorkKind;
  /** Neither holds what identifies a patient: names and phones are added when it is shown. */
  title: string;
  detail?: string;
  patientId?: string;
  branchId?: string;
  departmentId?: string;
  /** What it is about, so that it can be found and cancelled again. */
  subjectKind?: string;
  subjectId?: string;
  appointmentId?: string;
  dueAt: Date;
  /** A second item with the same key is dropped: what causes work may be repeated. */
  dedupeKey: string;
}

/** 待办: the door for modules that need somebody to do something. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class WorkItems {
  @Inject()
  kernelContext: KernelContext;

  /** @returns whether there is a new item */
  async create(tx: Tx, item: NewWorkItem): Promise<boolean> {
    const now = this.kernelContext.clock.now();
    const made = await tx.query(
      `insert into work_item (id, kind, state, title, detail, patient_id, branch_id, department_id, subject_kind,
         subject_id, appointment_id, due_at, dedupe_key, created_at)
       values ($1, $2, 'open', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
       on conflict (dedupe_key) do nothing returning id`,
      [
        newId(now),
        item.kind,
        item.title,
        item.detail ?? '',
        item.patientId ?? null,
        item.branchId ?? null,
        item.departmentId ?? null,
        item.subjectKind ?? '',
        item.subjectId ?? null,
        item.appointmentId ?? null,
        item.dueAt,
        item.dedupeKey,
        now,
      ],
    );
    return made.length === 1;
  }

  /** It turned out to be about another patient. */
  async handOver(tx: Tx, subjectKind: string, subjectId: string, patientId: string): Promise<void> {
    await tx.query(
      `update work_item set patient_id = $3, version = version + 1
        where subject_kind = $1 and subject_id = $2 and state in ('open', 'claimed')`,
      [subjectKind, subjectId, patientId],
    );
  }

  /**
   * Nobody has to do it any more.
   * @param options.isClaimedLeft leaves what somebody is doing at this moment to them
   */
  async cancel(
    tx: Tx,
    subjectKind: string,
    subjectId: string,
    options: { isClaimedLeft?: boolean } = {},
  ): Promise<void> {
    await tx.query(
      `update work_item set state = 'cancelled', done_at = $3, version = version + 1
        where subject_kind = $1 and subject_id = $2 and state = any($4)`,
      [
        subjectKind,
        subjectId,
        this.kernelContext.clock.now(),
        options.isClaimedLeft ? ['open'] : ['open', 'claimed'],
      ],
    );
  }
}
