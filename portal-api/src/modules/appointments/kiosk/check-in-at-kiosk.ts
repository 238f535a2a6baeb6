import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import { UnitOfWork, type Actor } from '../../../kernel';
import { requireDevice } from '../../identity';
import { CheckIn } from '../check-in/check-in';
import { QueueSlips } from '../check-in/queue-slips';
import { KioskTickets } from './kiosk-tickets';

/** Checks in to the visit that was looked up a moment ago at this very kiosk. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CheckInAtKiosk {
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  kioskTickets: KioskTickets;
  @Inject()
  checkIn: CheckIn;
  @Inject()
  queueSlips: QueueSlips;

  /** @throws CODE_INVALID, and what check-in refuses */
  async run(actor: Actor, ticket: string): Promise<ResponseOf<'checkInAtKiosk'>> {
    const device = requireDevice(actor);
    return this.unitOfWork.run(async (tx) => {
      const appointmentId = await this.kioskTickets.redeem(tx, device.deviceId, ticket);
      await this.checkIn.run(device, appointmentId, 'kiosk');
      return this.queueSlips.of(appointmentId);
    });
  }
}
