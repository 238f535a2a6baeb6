import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  KernelContext,
  UnitOfWork,
  type Actor,
  type StaffActor,
  type Tx,
} from '../../../kernel';
import { HospitalRosters } from '../../appointments';
import { HospitalPatients } from '../../patients';
import {
  changesOf,
  comparedFields,
  plain,
  sidesOfOurs,
  type Agreed,
  type ComparedField,
  type Sides,
} from '../agreement/compare-patient';
import type { ContestedField } from '../agreement/conflict-store';
import { ExternalIds } from '../agreement/external-ids';
import { SentPatients } from '../agreement/sent-patients';
import type { ConflictAnswer, ConflictRow } from './conflict-view';
import { unknownThere } from '../number-source/unknown-rosters';
import { SyncConflicts } from './sync-conflicts';

type Decision = RequestOf<'resolveSyncConflict'>['body']['decision'];

/** A person decides once: theirs is written here, or ours goes out again. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ResolveSyncConflict {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  syncConflicts: SyncConflicts;
  @Inject()
  hospitalPatients: HospitalPatients;
  @Inject()
  hospitalRosters: HospitalRosters;
  @Inject()
  externalIds: ExternalIds;
  @Inject()
  sentPatients: SentPatients;

  /** @throws NOT_FOUND, INVALID_STATE, VERSION_CONFLICT when what was shown is no longer so */
  async run(
    actor: Actor,
    { params: { conflictId }, body }: RequestOf<'resolveSyncConflict'>,
  ): Promise<ConflictAnswer> {
    const { staff } = await this.syncConflicts.require(actor, 'integration.update', conflictId);
    const isCurrent = await this.unitOfWork.run(async (tx) => {
      const row = await this.hold(tx, conflictId, body.version);
      if (row.kind === 'patient' && !(await this.decide(tx, staff, row, body.decision))) {
        return false;
      }
      if (row.kind === 'roster' && body.decision === 'take-theirs')
        await this.suspend(staff, row, body);
      await this.close(tx, staff, row, body);
      return true;
    });
    if (!isCurrent) throw new AppError('VERSION_CONFLICT');
    const { row } = await this.syncConflicts.require(actor, 'integration.update', conflictId);
    return this.syncConflicts.present(staff, row);
  }

  /** Only a whole clinic can be suspended; some of its places are a matter for each who has one. */
  private async suspend(
    staff: StaffActor,
    row: ConflictRow,
    { note }: { note: string },
  ): Promise<void> {
    const [field] = this.syncConflicts.fieldsOf(row);
    const isWhole = field?.name === 'clinic' || field?.name === unknownThere;
    if (isWhole && row.internal_id) {
      return this.hospitalRosters.suspend(staff, row.internal_id, note);
    }
    throw new AppError('INVALID_STATE', {
      message:
        field?.name === 'clash'
          ? '请先调整本系统的排班，再重新处理这条消息'
          : '请先为这些患者改约或取消，再选择保留本系统',
    });
  }

  private async hold(tx: Tx, conflictId: string, version: number): Promise<ConflictRow> {
    const [row] = await tx.query<ConflictRow>(
      `select * from sync_conflict where id = $1 for update`,
      [conflictId],
    );
    if (!row) throw new AppError('NOT_FOUND');
    if (row.version !== version) throw new AppError('VERSION_CONFLICT');
    if (row.state !== 'open') throw new AppError('INVALID_STATE');
    return row;
  }

  /** @returns false when ours has changed since it was shown; the conflict then says what is there now */
  private async decide(
    tx: Tx,
    staff: StaffActor,
    row: ConflictRow,
    decision: Decision,
  ): Promise<boolean> {
    const externalId = row.dedupe_key.slice(`${row.system_id}:patient:`.length);
    await this.externalIds.lock(tx, row.system_id, 'patient', externalId);
    const ours = row.internal_id && (await this.hospitalPatients.lock(tx, row.internal_id));
    if (!ours) throw new AppError('INVALID_STATE');
    const fields = this.syncConflicts.fieldsOf(row);
    const now = sidesOfOurs(ours.facts);
    if (
      fields.some(
        (field) => plainOf(field.name, field.ours) !== plainOf(field.name, now[nameOf(field)]),
      )
    ) {
      await this.show(tx, row, fields, now);
      return false;
    }
    if (decision === 'take-theirs') await this.takeTheirs(tx, staff, row, ours.id, fields);
    else await this.hospitalPatients.tellAgain(tx, ours.id);
    const known = await this.externalIds.find(tx, row.system_id, 'patient', externalId);
    await this.externalIds.agree(
      tx,
      row.system_id,
      externalId,
      { ...known?.agreed, ...this.agreedOf(fields) },
      null,
    );
    return true;
  }

  private async takeTheirs(
    tx: Tx,
    staff: StaffActor,
    row: ConflictRow,
    patientId: string,
    fields: readonly ContestedField[],
  ): Promise<void> {
    const sides = Object.fromEntries(fields.map(({ name, theirs }) => [name, theirs])) as Sides;
    const names = comparedFields.filter((name) => sides[name] !== undefined);
    const changes = changesOf(names, sides);
    const isWritten = await this.hospitalPatients.change(
      tx,
      staff,
      patientId,
      changes,
      row.system_id,
    );
    if (!isWritten) {
      throw new AppError('INVALID_STATE', { message: '证件已属于另一位患者，请先合并档案' });
    }
  }

  /** Either way theirs is settled: the same from them again is nothing new. */
  private agreedOf(fields: readonly ContestedField[]): Agreed {
    return Object.fromEntries(
      fields.map((field) => [field.name, this.sentPatients.digest(nameOf(field), field.theirs)]),
    );
  }

  private async show(
    tx: Tx,
    row: ConflictRow,
    fields: readonly ContestedField[],
    now: Sides,
  ): Promise<void> {
    const shown = fields.map((field) => ({ ...field, ours: now[nameOf(field)] }));
    await tx.query(
      `update sync_conflict set fields_cipher = $2, version = version + 1 where id = $1`,
      [row.id, this.kernelContext.secrets.encrypt(JSON.stringify(shown))],
    );
  }

  private async close(
    tx: Tx,
    staff: StaffActor,
    row: ConflictRow,
    { decision, note }: { decision: Decision; note: string },
  ): Promise<void> {
    // A roster says the same again with every number that is sold there: what was decided of it holds on.
    // Where patients are refused, the next refusal says that the matter is not settled.
    const [field] = this.syncConflicts.fieldsOf(row);
    const holdsOn =
      row.kind === 'roster' && decision === 'keep-ours' && field?.name !== unknownThere;
    await tx.query(
      `update sync_conflict set state = $2, decided_at = $3, decided_by = $4, note = $5, version = version + 1,
         dedupe_key = case when $6 then dedupe_key else dedupe_key || ':' || id end
        where id = $1`,
      [
        row.id,
        decision === 'keep-ours' ? 'kept-ours' : 'took-theirs',
        this.kernelContext.clock.now(),
        staff.staffId,
        note,
        holdsOn,
      ],
    );
    await this.audit.record(
      staff,
      {
        action: 'integration.resolve',
        resourceKind: 'integration',
        resourceId: row.id,
        patientId: row.patient_id,
        reason: note,
        detail: { decision },
      },
      tx,
    );
  }
}

const nameOf = (field: ContestedField) => field.name as ComparedField;

function plainOf(name: string, value: string): string {
  return plain(name as ComparedField, value);
}
