import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { CheckInMine } from './check-in-mine';
import { DeskCheckIn } from './desk-check-in';
import { MyQueuePlaces } from './my-queue-places';
import { SaveVisitReason } from './save-visit-reason';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class CheckInController {
  @Inject()
  checkInMine: CheckInMine;
  @Inject()
  myQueuePlaces: MyQueuePlaces;
  @Inject()
  saveVisitReason: SaveVisitReason;
  @Inject()
  deskCheckIn: DeskCheckIn;

  @Route('getMyQueuePlace')
  async getMyQueuePlace(
    { params, query }: RequestOf<'getMyQueuePlace'>,
    actor: Actor,
  ): Promise<ResponseOf<'getMyQueuePlace'>> {
    return this.myQueuePlaces.get(actor, params.appointmentId, query.version);
  }

  @Route('checkInMyAppointment')
  async checkInMyAppointment(
    { params, body }: RequestOf<'checkInMyAppointment'>,
    actor: Actor,
  ): Promise<ResponseOf<'checkInMyAppointment'>> {
    return this.checkInMine.run(actor, params.appointmentId, body);
  }

  @Route('saveMyVisitReason')
  async saveMyVisitReason(
    { params, body }: RequestOf<'saveMyVisitReason'>,
    actor: Actor,
  ): Promise<void> {
    await this.saveVisitReason.run(actor, params.appointmentId, body.reason);
  }

  @Route('findCheckIn')
  async findCheckIn(
    { body }: RequestOf<'findCheckIn'>,
    actor: Actor,
  ): Promise<ResponseOf<'findCheckIn'>> {
    return this.deskCheckIn.find(actor, body.code);
  }

  @Route('checkInAppointment')
  async checkInAppointment(
    { params }: RequestOf<'checkInAppointment'>,
    actor: Actor,
  ): Promise<ResponseOf<'checkInAppointment'>> {
    return this.deskCheckIn.run(actor, params.appointmentId);
  }
}
