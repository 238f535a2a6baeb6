import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { RowsOfPatient } from '../../kernel';

/** What was told about a patient stays with whoever the patient turned out to be. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class MessagesOfPatient extends RowsOfPatient {
  protected readonly tables = { delivery: 'id', inbox_message: 'id' };
}
