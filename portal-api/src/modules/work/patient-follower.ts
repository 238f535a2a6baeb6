import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { RowsOfPatient } from '../../kernel';

@Provide()
@Scope(ScopeEnum.Singleton)
export class WorkOfPatient extends RowsOfPatient {
  protected readonly tables = { work_item: 'id' };
}
