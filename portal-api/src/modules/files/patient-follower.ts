import { Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { RowsOfPatient } from '../../kernel';

/** Tickets live for a minute; they go along all the same. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class TicketsOfPatient extends RowsOfPatient {
  protected readonly tables = { ticket: 'id' };
}
