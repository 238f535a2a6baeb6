import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database, KernelContext, type Tx } from '../../../kernel';
import { openCaseStates } from './suspension-case.states';
import { SuspensionCases } from './suspension-cases';

/** What a message to an affected patient is about. */
export interface SuspendedVisit {
  appointmentId: string;
  patientId: string;
  answerBefore: Date;
}

/** What was sent about a case: the door for whoever words and sends it. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SuspensionMessages {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  suspensionCases: SuspensionCases;

  /** Null when the case is resolved: then nothing is to be told. */
  async visitOf(caseId: string): Promise<SuspendedVisit | null> {
    const [row] = await this.database.query<{
      appointment_id: string;
      patient_id: string;
      answer_before: Date;
    }>(
      `select appointment_id, patient_id, answer_before from suspension_case
        where id = $1 and state = any($2)`,
      [caseId, openCaseStates],
    );
    if (!row) return null;
    return {
      appointmentId: row.appointment_id,
      patientId: row.patient_id,
      answerBefore: row.answer_before,
    };
  }

  /**
   * A message went out under this key. Where no SMS could be sent somebody has to call.
   * @param key of the announcement: its delivery and inbox messages are found by it
   */
  async sent(tx: Tx, caseId: string, key: string, hasSms: boolean): Promise<void> {
    await tx.query(
      `insert into suspension_message (dedupe_key, case_id, has_sms, told_at) values ($1, $2, $3, $4)
       on conflict (dedupe_key) do nothing`,
      [key, caseId, hasSms, this.kernelContext.clock.now()],
    );
    if (!hasSms) await this.suspensionCases.unreached(tx, caseId, '患者没有登记手机号');
  }
}
