import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { maskName, type Permission, type RequestOf, type ResponseOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  Database,
  decodeRankedCursor,
  KernelContext,
  pageFrom,
  type Actor,
  type StaffActor,
} from '../../../kernel';
import { FileStore } from '../../files';
import { Policy } from '../../identity';
import { CreditView, eventColumns, eventTables, type EventRow } from './credit-view';

export type CreditAppeal = ResponseOf<'getCreditAppeal'>;

interface AppealRow extends EventRow {
  appeal_id: string;
  patient_id: string;
  patient_name: string;
  text_cipher: string;
  due_at: Date;
  decided_at: Date | null;
  decider: string | null;
  version: number;
  file_ids: string[];
  rank: number;
  sort_key: number;
}

/** Open ones first, by when they are due; then the decided, latest first. */
const rank = `case ap.state when 'open' then 0 else 1 end`;
const sortKey = `case ap.state when 'open' then extract(epoch from ap.due_at) else -extract(epoch from ap.decided_at) end::float8`;

const columns = `${eventColumns}, ap.patient_id, p.name as patient_name, ap.text_cipher, ap.due_at, ap.decided_at,
    st.name as decider, ap.version, ${rank} as rank, ${sortKey} as sort_key,
    array(select file_id from credit_appeal_file f where f.appeal_id = ap.id order by position) as file_ids`;
const tables = `${eventTables} join patient p on p.id = e.patient_id left join staff st on st.id = ap.decided_by`;

/** Appeals as staff read them, within the branches they answer for. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CreditAppeals {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;
  @Inject()
  fileStore: FileStore;
  @Inject()
  creditView: CreditView;

  async list(
    actor: Actor,
    query: RequestOf<'listCreditAppeals'>['query'],
  ): Promise<ResponseOf<'listCreditAppeals'>> {
    const staff = this.policy.require(actor, 'credit.display');
    const values: unknown[] = [query.limit + 1];
    const conditions = ['ap.id is not null', this.scope(staff, 'credit.display', values)];
    if (query.state) conditions.push(`ap.state = $${values.push(query.state)}`);
    const cursor = decodeRankedCursor(query.cursor);
    if (cursor) {
      const [first, key, id] = cursor.map((part) => `$${values.push(part)}`);
      conditions.push(
        `(${rank}, ${sortKey}, ap.id) > (${first}::int, ${key}::float8, ${id}::uuid)`,
      );
    }
    const rows = await this.database.query<AppealRow>(
      `select ${columns} from ${tables} where ${conditions.join(' and ')}
        order by ${rank}, ${sortKey}, ap.id limit $1`,
      values,
    );
    const shown = rows.slice(0, query.limit);
    const files = await this.fileStore.infosOf(shown.flatMap((row) => row.file_ids));
    const presented = new Map<string, CreditAppeal>();
    for (const row of shown) presented.set(row.appeal_id, await this.present(staff, row, files));
    return pageFrom(
      rows,
      query.limit,
      (row) => [row.rank, row.sort_key, row.appeal_id],
      (row) => presented.get(row.appeal_id)!,
    );
  }

  async get(actor: Actor, appealId: string): Promise<CreditAppeal> {
    const { staff, row } = await this.require(actor, 'credit.display', appealId);
    await this.audit.record(staff, {
      action: 'credit.display',
      resourceKind: 'credit',
      resourceId: appealId,
      patientId: row.patient_id,
    });
    return this.presentOne(staff, row);
  }

  /** The only way for staff to a document: through the appeal it belongs to. */
  async file(
    actor: Actor,
    { appealId, fileId }: RequestOf<'getCreditAppealFile'>['params'],
  ): Promise<ResponseOf<'getCreditAppealFile'>> {
    const { staff, row } = await this.require(actor, 'credit.display', appealId);
    if (!row.file_ids.includes(fileId)) throw new AppError('NOT_FOUND');
    await this.audit.record(staff, {
      action: 'credit.read-file',
      resourceKind: 'file',
      resourceId: fileId,
      patientId: row.patient_id,
      detail: { appealId },
    });
    return this.fileStore.read(fileId);
  }

  /** @throws NOT_FOUND when there is none within the scope of the permission */
  async require(
    actor: Actor,
    permission: Permission,
    appealId: string,
  ): Promise<{ staff: StaffActor; row: AppealRow }> {
    const staff = this.policy.require(actor, permission);
    const values: unknown[] = [appealId];
    const scope = this.scope(staff, permission, values);
    const [row] = await this.database.query<AppealRow>(
      `select ${columns} from ${tables} where ap.id = $1 and ${scope}`,
      values,
    );
    if (!row) throw new AppError('NOT_FOUND');
    return { staff, row };
  }

  async presentOne(staff: StaffActor, row: AppealRow): Promise<CreditAppeal> {
    return this.present(staff, row, await this.fileStore.infosOf(row.file_ids));
  }

  private scope(staff: StaffActor, permission: Permission, values: unknown[]): string {
    const filter = this.policy.scope(staff, permission);
    return this.policy.scopeCondition(filter, { branch: 'ap.branch_id' }, values);
  }

  private async present(
    staff: StaffActor,
    row: AppealRow,
    files: Map<string, CreditAppeal['files'][number]>,
  ): Promise<CreditAppeal> {
    const seesClear = this.policy.seesClear(staff, 'credit.display');
    return {
      id: row.appeal_id,
      state: row.appeal_state!,
      patientId: row.patient_id,
      patientName: seesClear ? row.patient_name : maskName(row.patient_name),
      event: await this.creditView.present(row),
      text: this.kernelContext.secrets.decrypt(row.text_cipher),
      files: row.file_ids.flatMap((id) => files.get(id) ?? []),
      createdAt: row.appeal_at!.toISOString(),
      dueAt: row.due_at.toISOString(),
      decidedAt: row.decided_at?.toISOString() ?? null,
      decidedBy: row.decider,
      answer: row.appeal_answer ?? '',
      version: row.version,
    };
  }
}
