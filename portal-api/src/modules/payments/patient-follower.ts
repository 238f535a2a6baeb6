import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { RowsOfPatient } from '../../kernel';

@Provide()
@Scope(ScopeEnum.Singleton)
export class PaymentsOfPatient extends RowsOfPatient {
  protected readonly tables = { payment_order: 'id', reconciliation_row: 'id' };
}
