import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { requireAccount } from '../../identity';
import { EncounterTickets } from './encounter-tickets';
import { ReportTickets } from './report-tickets';

/** Tickets to what is printed or kept: reports, their pictures, the summary of a visit. */
@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class ReportTicketsController {
  @Inject()
  reportTickets: ReportTickets;
  @Inject()
  encounterTickets: EncounterTickets;

  @Route('createReportTicket')
  async createReportTicket(
    { params, body }: RequestOf<'createReportTicket'>,
    actor: Actor,
  ): Promise<ResponseOf<'createReportTicket'>> {
    return this.reportTickets.forAccount(requireAccount(actor), params.reportId, body.purpose);
  }

  @Route('createStaffReportTicket')
  async createStaffReportTicket(
    { params, body }: RequestOf<'createStaffReportTicket'>,
    actor: Actor,
  ): Promise<ResponseOf<'createStaffReportTicket'>> {
    return this.reportTickets.forStaff(actor, params.reportId, body.purpose);
  }

  @Route('createEncounterTicket')
  async createEncounterTicket(
    { params }: RequestOf<'createEncounterTicket'>,
    actor: Actor,
  ): Promise<ResponseOf<'createEncounterTicket'>> {
    return this.encounterTickets.forStaff(actor, params.encounterId);
  }
}
