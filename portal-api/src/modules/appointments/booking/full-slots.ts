import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { realTime } from '../../../kernel';

const rememberForMs = 30_000;
const rememberAtMost = 2_000;

/**
 * Slots that were full a moment ago. Only a hint to look before locking: when hundreds press for the
 * last place, all but a few are answered by an unlocked read.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FullSlots {
  private readonly fullAt = new Map<string, number>();

  note(slotId: string): void {
    this.fullAt.delete(slotId);
    this.fullAt.set(slotId, realTime.now().getTime());
    if (this.fullAt.size > rememberAtMost) this.fullAt.delete(this.fullAt.keys().next().value!);
  }

  wasFull(slotId: string): boolean {
    const at = this.fullAt.get(slotId);
    return at !== undefined && realTime.now().getTime() - at < rememberForMs;
  }
}
