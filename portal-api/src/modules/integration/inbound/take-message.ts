import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { KernelContext, realTime } from '../../../kernel';
import { InboundProblem, type Canonical, type Reading } from '../canonical';
import type { PartOutcome, Taking, Verdict } from './inbound-row';
import { requireSaneDates } from './sane-dates';
import { TakeDirectory } from './take-directory';
import { TakeMerge } from './take-merge';
import { TakePatient } from './take-patient';
import { TakeRecords } from './take-records';
import { TakeRoster } from './take-roster';
import { TakeRosterList } from './take-roster-list';
import { TakeAppointment } from './take-appointment';
import { TakeVital } from './take-vital';
import { verdictOf } from './verdict';

/** Makes of one message what it means here, all of it or nothing. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class TakeMessage {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  takePatient: TakePatient;
  @Inject()
  takeMerge: TakeMerge;
  @Inject()
  takeRecords: TakeRecords;
  @Inject()
  takeAppointment: TakeAppointment;
  @Inject()
  takeVital: TakeVital;
  @Inject()
  takeDirectory: TakeDirectory;
  @Inject()
  takeRoster: TakeRoster;
  @Inject()
  takeRosterList: TakeRosterList;

  /** @throws InboundProblem: the message is not for us to take */
  async run(taking: Taking): Promise<Verdict> {
    const reading = this.read(taking);
    const { clock } = this.kernelContext;
    const now = new Date(Math.max(clock.now().getTime(), realTime.now().getTime()));
    const parts: PartOutcome[] = [];
    for (const item of reading.items) {
      requireSaneDates(item, now);
      parts.push(await this.take(taking, item));
    }
    return verdictOf(reading, parts);
  }

  /** What was sealed when it came, as the adapter understands it. */
  read({ system, row }: Pick<Taking, 'system' | 'row'>): Reading {
    const content = this.kernelContext.secrets.open(row.content);
    return system.adapter.read({ kind: row.kind, content, encoding: row.encoding });
  }

  private async take(taking: Taking, item: Canonical): Promise<PartOutcome> {
    if ('externalId' in item && item.externalId === '') {
      throw new InboundProblem('missing-field', '没有记录编号');
    }
    switch (item.type) {
      case 'patient':
        return this.takePatient.take(taking, item.patient);
      case 'merge':
        return this.takeMerge.run(taking, item);
      case 'encounter':
      case 'diagnosis':
      case 'order':
      case 'charge':
      case 'report':
        return this.takeRecords.run(taking, item);
      case 'appointment':
        return this.takeAppointment.run(taking, item);
      case 'vital':
        return this.takeVital.run(taking, item);
      case 'roster':
        return this.takeRoster.run(taking, item);
      case 'roster-list':
        return this.takeRosterList.run(taking, item.externalIds);
      case 'practitioner':
        return this.takeDirectory.practitioner(taking, item);
    }
  }
}
