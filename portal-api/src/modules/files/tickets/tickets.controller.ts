import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf } from '@suizhen/contract';
import { Route, type Actor, type Download } from '../../../kernel';
import { requireAccount, requireStaff } from '../../identity';
import { Tickets } from './tickets';

/** What tickets stand for: files, and ways to pictures. */
@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class TicketsController {
  @Inject()
  tickets: Tickets;

  @Route('openTicket')
  async openTicket({ params }: RequestOf<'openTicket'>, actor: Actor): Promise<Download> {
    return this.tickets.redeem(requireAccount(actor), params.ticket);
  }

  @Route('openStaffTicket')
  async openStaffTicket({ params }: RequestOf<'openStaffTicket'>, actor: Actor): Promise<Download> {
    return this.tickets.redeem(requireStaff(actor), params.ticket);
  }
}
