import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { AppError, Database, Settings, type Actor } from '../../../kernel';
import { MyAppointments } from '../reading/my-appointments';
import { CheckIn } from './check-in';
import { CheckInFactsReader, type CheckInFacts } from './check-in-facts';
import { isNear } from './check-in.rules';
import { checkInRadiusMetres, isPositionAllowed } from './check-in.settings';
import { MyQueuePlaces } from './my-queue-places';
import { SiteCodes } from './site-codes';

type Body = RequestOf<'checkInMyAppointment'>['body'];

/** A patient checks in by phone, once the phone has shown that it is here. The position is compared and forgotten. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class CheckInMine {
  @Inject()
  database: Database;
  @Inject()
  settings: Settings;
  @Inject()
  myAppointments: MyAppointments;
  @Inject()
  checkInFacts: CheckInFactsReader;
  @Inject()
  siteCodes: SiteCodes;
  @Inject()
  checkIn: CheckIn;
  @Inject()
  myQueuePlaces: MyQueuePlaces;

  async run(
    actor: Actor,
    appointmentId: string,
    body: Body,
  ): Promise<ResponseOf<'checkInMyAppointment'>> {
    await this.myAppointments.requireMine(actor, appointmentId);
    const facts = await this.checkInFacts.of(this.database, appointmentId);
    if (!facts) throw new AppError('NOT_FOUND');
    // Who has arrived need not show it again.
    if (facts.status !== 'arrived') {
      if (body.method === 'position') await this.requireNear(facts, body);
      else this.siteCodes.require(facts.branch_id, body.code);
    }
    await this.checkIn.run(actor, appointmentId, body.method);
    return this.myQueuePlaces.get(actor, appointmentId);
  }

  private async requireNear(
    { latitude, longitude }: CheckInFacts,
    phone: Extract<Body, { method: 'position' }>,
  ): Promise<void> {
    const isAllowed = await this.settings.get(isPositionAllowed);
    if (!isAllowed || latitude === null || longitude === null) {
      throw new AppError('INVALID_STATE', { message: '这个院区不支持定位签到，请扫描大厅二维码' });
    }
    const radius = await this.settings.get(checkInRadiusMetres);
    if (!isNear({ latitude, longitude }, phone, radius)) throw new AppError('CHECK_IN_TOO_FAR');
  }
}
