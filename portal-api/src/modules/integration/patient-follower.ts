import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { RowsOfPatient } from '../../kernel';

/**
 * What came from the systems of the hospital about a patient. Their numbers are left as they are: a number
 * leads to a record, and from there to whichever it was merged into.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class InboundOfPatient extends RowsOfPatient {
  protected readonly tables = { inbound_message: 'id', sync_conflict: 'id' };
}
