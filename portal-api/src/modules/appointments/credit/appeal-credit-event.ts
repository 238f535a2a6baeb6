import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  Database,
  KernelContext,
  newId,
  Settings,
  UnitOfWork,
  violatedConstraint,
  type Actor,
  type Tx,
} from '../../../kernel';
import { FileStore } from '../../files';
import { requireAccount } from '../../identity';
import { Proxies } from '../../patients';
import { appealDays, appealDecisionDays } from './credit.settings';
import {
  appealableUntil,
  CreditView,
  eventColumns,
  eventTables,
  type EventRow,
} from './credit-view';

const dayMs = 86_400_000;

/** Asks to have a mark taken back: once for each, within the days the hospital allows. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class AppealCreditEvent {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  proxies: Proxies;
  @Inject()
  fileStore: FileStore;
  @Inject()
  creditView: CreditView;

  /** @throws NOT_FOUND, ALREADY_APPEALED, INVALID_STATE when it does not count or the days are over */
  async run(
    actor: Actor,
    { params: { patientId }, body }: RequestOf<'appealCreditEvent'>,
  ): Promise<ResponseOf<'appealCreditEvent'>> {
    const { accountId } = requireAccount(actor);
    await this.proxies.require(accountId, patientId);
    await this.unitOfWork.run(async (tx) => {
      const event = await this.requireAppealable(tx, patientId, body.eventId);
      const appealId = await this.insert(tx, { event, patientId, accountId, text: body.text });
      await this.attach(tx, accountId, appealId, body.fileIds);
      await this.audit.record(
        actor,
        {
          action: 'credit.appeal',
          resourceKind: 'credit',
          resourceId: appealId,
          patientId,
          detail: { files: body.fileIds.length },
        },
        tx,
      );
    });
    return this.creditView.of(patientId);
  }

  private async requireAppealable(
    tx: Tx,
    patientId: string,
    eventId: string,
  ): Promise<EventRow & { branch_id: string | null }> {
    const [event] = await tx.query<EventRow & { branch_id: string | null }>(
      `select ${eventColumns}, e.branch_id from ${eventTables} where e.id = $1 and e.patient_id = $2
        for update of e`,
      [eventId, patientId],
    );
    if (!event) throw new AppError('NOT_FOUND');
    if (event.appeal_id) throw new AppError('ALREADY_APPEALED');
    const now = this.kernelContext.clock.now();
    if (!appealableUntil(event, now, await this.settings.get(appealDays))) {
      throw new AppError('INVALID_STATE', { message: '这条记录已不计入或已过申诉期限' });
    }
    return event;
  }

  private async insert(
    tx: Tx,
    appeal: {
      event: { id: string; branch_id: string | null };
      patientId: string;
      accountId: string;
      text: string;
    },
  ): Promise<string> {
    const now = this.kernelContext.clock.now();
    const id = newId(now);
    const dueAt = new Date(now.getTime() + (await this.settings.get(appealDecisionDays)) * dayMs);
    const { event } = appeal;
    try {
      await tx.query(
        `insert into credit_appeal (id, event_id, patient_id, branch_id, account_id, state, text_cipher, created_at,
           due_at)
         values ($1, $2, $3, $4, $5, 'open', $6, $7, $8)`,
        [
          id,
          event.id,
          appeal.patientId,
          event.branch_id,
          appeal.accountId,
          // Why somebody could not come is health data, in their own words.
          this.kernelContext.secrets.encrypt(appeal.text),
          now,
          dueAt,
        ],
      );
    } catch (error) {
      const isSecond = violatedConstraint(error) === 'credit_appeal_event_id_key';
      throw isSecond ? new AppError('ALREADY_APPEALED', { cause: error }) : error;
    }
    return id;
  }

  private async attach(
    tx: Tx,
    accountId: string,
    appealId: string,
    fileIds: readonly string[],
  ): Promise<void> {
    const files = [...new Set(fileIds)];
    if (files.length === 0) return;
    await this.fileStore.attach(tx, { accountId }, files, 'credit-appeal');
    await tx.query(
      `insert into credit_appeal_file (appeal_id, position, file_id)
       select $1, position, file_id from unnest($2::uuid[]) with ordinality as file (file_id, position)`,
      [appealId, files],
    );
  }
}
