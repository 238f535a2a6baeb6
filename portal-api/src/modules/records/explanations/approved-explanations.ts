import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResultFlag } from '@suizhen/contract';
import { Database, KernelContext, localDateOf, realTime, type LocalDate } from '../../../kernel';
import type { ItemExplanations, ItemExplanationText } from '../ports';

type Direction = 'high' | 'low' | 'abnormal';

interface ApprovedRow extends Record<string, unknown> {
  code: string;
  direction: Direction;
  text: string;
  approved_at: Date;
  review_on: LocalDate;
}

/** Every process shows a change within this time. The texts are few and read with every abnormal report. */
const freshForMs = 5_000;

/** Stands behind every text: it explains a word, and never says what somebody has. */
const advice = '这是一般性说明，不是诊断，请结合症状咨询医生。';

/** The approved texts whose day of review has not passed, from records' own store. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ApprovedExplanations implements ItemExplanations {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;

  private texts: { readAt: number; rows: Map<string, ApprovedRow> } | undefined;

  async of(
    items: readonly { id: string; code: string; flag: ResultFlag }[],
  ): Promise<Map<string, ItemExplanationText>> {
    const rows = await this.fresh();
    const today = this.kernelContext.clock.today();
    const found = new Map<string, ItemExplanationText>();
    for (const { id, code, flag } of items) {
      const row = directionsOf(flag)
        .map((direction) => rows.get(keyOf(code, direction)))
        .find((each) => each !== undefined && each.review_on >= today);
      if (row) {
        found.set(id, { text: `${row.text}${advice}`, reviewedOn: localDateOf(row.approved_at) });
      }
    }
    return found;
  }

  /** A text was approved or retired here: this process shows it at once. */
  forget(): void {
    this.texts = undefined;
  }

  private async fresh(): Promise<Map<string, ApprovedRow>> {
    const readAt = realTime.now().getTime();
    if (this.texts && readAt - this.texts.readAt < freshForMs) return this.texts.rows;
    const rows = await this.database.query<ApprovedRow>(
      `select code, direction, text, approved_at, review_on::text from item_explanation
        where state = 'approved'`,
      [],
      'approved-explanations',
    );
    this.texts = {
      readAt,
      rows: new Map(rows.map((row) => [keyOf(row.code, row.direction), row])),
    };
    return this.texts.rows;
  }
}

const keyOf = (code: string, direction: Direction) => `${direction} ${code}`;

/** Which texts fit, the closest first; a critical value gets none. */
function directionsOf(flag: ResultFlag): readonly Direction[] {
  switch (flag) {
    case 'H':
      return ['high', 'abnormal'];
    case 'L':
      return ['low', 'abnormal'];
    case 'A':
      return ['abnormal'];
    case 'HH':
    case 'LL':
    case 'N':
      return [];
  }
}
