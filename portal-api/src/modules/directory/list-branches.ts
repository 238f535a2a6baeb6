import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import { Database } from '../../kernel';

type BranchSummary = ResponseOf<'listBranches'>['items'][number];

/** The branches that are open. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class ListBranches {
  @Inject()
  database: Database;

  async run(): Promise<ResponseOf<'listBranches'>> {
    const items = await this.database.query<BranchSummary>(
      `select id, name, address, phone, transport, latitude, longitude
       from branch where is_active order by code`,
      [],
      'branches',
    );
    return { items };
  }
}
