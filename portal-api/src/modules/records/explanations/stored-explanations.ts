import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ExplanationState, RequestOf, ResponseOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  Database,
  decodeCursor,
  explainRefusal,
  fieldError,
  KernelContext,
  newId,
  pageFrom,
  UnitOfWork,
  type Actor,
  type LocalDate,
  type StaffActor,
  type Tx,
} from '../../../kernel';
import { Policy } from '../../identity';
import { ApprovedExplanations } from './approved-explanations';
import { explanationStates } from './explanation.states';

type ItemExplanation = ResponseOf<'saveItemExplanation'>;

interface ExplanationRow extends Record<string, unknown> {
  id: string;
  code: string;
  name: string;
  direction: ItemExplanation['direction'];
  text: string;
  state: ExplanationState;
  review_on: LocalDate | null;
  updated_at: Date;
  updated_by: string | null;
  updated_by_name: string | null;
  approved_by_name: string | null;
  version: number;
}

const read = `select x.id, x.code, x.name, x.direction, x.text, x.state, x.review_on::text, x.updated_at, x.updated_by,
    w.name as updated_by_name, a.name as approved_by_name, x.version
    from item_explanation x left join staff w on w.id = x.updated_by left join staff a on a.id = x.approved_by`;

/** Plain words for abnormal items: one writes, another approves, and somebody looks again when the day comes. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class StoredExplanations {
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;
  @Inject()
  approvedExplanations: ApprovedExplanations;

  async list(
    actor: Actor,
    query: RequestOf<'listItemExplanations'>['query'],
  ): Promise<ResponseOf<'listItemExplanations'>> {
    this.policy.require(actor, 'knowledge.display');
    const [code, direction] = decodeCursor(query.cursor, 2) ?? [null, null];
    const words = query.words ? `%${query.words.replace(/[\\%_]/g, '\\$&')}%` : null;
    const rows = await this.database.query<ExplanationRow>(
      `${read} where ($1::text is null or x.state = $1)
          and ($2::text is null or x.code ilike $2 or x.name ilike $2 or x.text ilike $2)
          and ($3::text is null or (x.code, x.direction) > ($3, $4::text))
        order by x.code, x.direction limit $5`,
      [query.state ?? null, words, code, direction, query.limit + 1],
    );
    return pageFrom(rows, query.limit, (row) => [row.code, row.direction], present);
  }

  /** Whatever was approved before is a draft again. @throws NOT_FOUND, NAME_TAKEN, VERSION_CONFLICT */
  async save(
    actor: Actor,
    body: RequestOf<'saveItemExplanation'>['body'],
  ): Promise<ItemExplanation> {
    const staff = this.policy.require(actor, 'knowledge.update');
    const now = this.kernelContext.clock.now();
    const id = body.id ?? newId(now);
    return this.unitOfWork.run(async (tx) => {
      if (body.id) await this.lock(tx, body.id, body.version);
      const { code, name, direction, text } = body;
      try {
        await tx.query(
          `insert into item_explanation (id, code, name, direction, text, state, updated_at, updated_by)
           values ($1, $2, $3, $4, $5, 'draft', $6, $7)
           on conflict (id) do update set code = $2, name = $3, direction = $4, text = $5, state = 'draft',
             review_on = null, approved_by = null, approved_at = null, updated_at = $6, updated_by = $7,
             version = item_explanation.version + 1`,
          [id, code, name, direction, text, now, staff.staffId],
        );
      } catch (error) {
        const taken = '这个项目的说明已经有了，请修改原来的';
        throw explainRefusal(error, { item_explanation_code_direction_key: ['body.code', taken] });
      }
      return this.finish(tx, staff, id, 'knowledge.update');
    });
  }

  /** @throws NOT_FOUND, VERSION_CONFLICT, INVALID_STATE for one's own text, INVALID_FIELD without a day ahead */
  async decide(
    actor: Actor,
    id: string,
    body: RequestOf<'approveItemExplanation'>['body'],
  ): Promise<ItemExplanation> {
    const staff = this.policy.require(actor, 'knowledge.update');
    const now = this.kernelContext.clock.now();
    return this.unitOfWork.run(async (tx) => {
      const row = await this.lock(tx, id, body.version);
      const isApproved = body.decision === 'approve';
      if (!explanationStates.canMove(row.state, isApproved ? 'approved' : 'retired')) {
        throw new AppError('INVALID_STATE');
      }
      if (isApproved) this.requireSecondPerson(row, staff);
      const reviewOn = isApproved ? this.requireAhead(body.reviewOn) : null;
      await tx.query(
        `update item_explanation set state = $2, review_on = $3, approved_by = $4, approved_at = $5,
           version = version + 1 where id = $1`,
        [
          id,
          isApproved ? 'approved' : 'retired',
          reviewOn,
          isApproved ? staff.staffId : null,
          isApproved ? now : null,
        ],
      );
      return this.finish(tx, staff, id, isApproved ? 'knowledge.approve' : 'knowledge.retire');
    });
  }

  private requireSecondPerson(row: ExplanationRow, staff: StaffActor): void {
    if (row.updated_by !== staff.staffId) return;
    throw new AppError('INVALID_STATE', { message: '不能审批自己写的说明，请由另一位同事审批' });
  }

  private requireAhead(reviewOn: LocalDate | null): LocalDate {
    if (reviewOn !== null && reviewOn > this.kernelContext.clock.today()) return reviewOn;
    throw fieldError('body.reviewOn', '请填写今天以后的复审日期');
  }

  private async lock(tx: Tx, id: string, version: number): Promise<ExplanationRow> {
    const [row] = await tx.query<ExplanationRow>(`${read} where x.id = $1 for update of x`, [id]);
    if (!row) throw new AppError('NOT_FOUND');
    if (row.version !== version) throw new AppError('VERSION_CONFLICT');
    return row;
  }

  private async finish(
    tx: Tx,
    staff: StaffActor,
    id: string,
    action: string,
  ): Promise<ItemExplanation> {
    await this.audit.record(staff, { action, resourceKind: 'knowledge', resourceId: id }, tx);
    tx.afterCommit(() => this.approvedExplanations.forget());
    const [row] = await tx.query<ExplanationRow>(`${read} where x.id = $1`, [id]);
    return present(row!);
  }
}

function present(row: ExplanationRow): ItemExplanation {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    direction: row.direction,
    text: row.text,
    state: row.state,
    reviewOn: row.review_on,
    updatedAt: row.updated_at.toISOString(),
    updatedBy: row.updated_by_name ?? '',
    approvedBy: row.approved_by_name,
    version: row.version,
  };
}
