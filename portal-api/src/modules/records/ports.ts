import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf, ResultFlag } from '@suizhen/contract';

export type ItemExplanationText = NonNullable<
  ResponseOf<'getMyReport'>['items'][number]['explanation']
>;

/**
 * Plain words for abnormal items, from texts that somebody approved. Declared here because reports show
 * them; records brings a simple store of its own, and whoever keeps the hospital's knowledge may bring a
 * better one.
 */
export interface ItemExplanations {
  /** By the id of the item; items without an approved text are left out. */
  of(
    items: readonly { id: string; code: string; flag: ResultFlag }[],
  ): Promise<Map<string, ItemExplanationText>>;
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class ItemExplanationsHolder implements ItemExplanations {
  explanations: ItemExplanations | undefined;

  async of(
    items: readonly { id: string; code: string; flag: ResultFlag }[],
  ): Promise<Map<string, ItemExplanationText>> {
    return this.explanations ? this.explanations.of(items) : new Map();
  }
}
