import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import {
  AppError,
  Database,
  decodeMomentCursor,
  KernelContext,
  pageFrom,
  type Actor,
} from '../../../kernel';
import { requireAccount } from '../../identity';
import { selectViews, type AppointmentView } from './appointment-view';
import { MyAppointmentPresenter, presentMine } from './my-appointment.presenter';

const ownPatients = `select patient_id from proxy where account_id = $1 and ended_at is null`;

/** Appointments as the patients of an account see them. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class MyAppointments {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  myAppointmentPresenter: MyAppointmentPresenter;

  /** @throws NOT_FOUND unless it belongs to a patient of the account */
  async requireMine(actor: Actor, appointmentId: string): Promise<void> {
    const { accountId } = requireAccount(actor);
    const rows = await this.database.query(
      `select 1 from appointment where id = $2 and patient_id in (${ownPatients})`,
      [accountId, appointmentId],
      'my-appointment-require',
    );
    if (rows.length === 0) throw new AppError('NOT_FOUND');
  }

  async get(actor: Actor, appointmentId: string): Promise<ResponseOf<'getMyAppointment'>> {
    await this.requireMine(actor, appointmentId);
    return this.myAppointmentPresenter.present(await this.view(appointmentId));
  }

  async view(appointmentId: string): Promise<AppointmentView> {
    const rows = await this.database.query<{ view: AppointmentView }>(
      selectViews(`where a.id = $1`),
      [appointmentId],
      'appointment-view',
    );
    if (!rows[0]) throw new AppError('NOT_FOUND');
    return rows[0].view;
  }

  async list(
    actor: Actor,
    query: RequestOf<'listMyAppointments'>['query'],
  ): Promise<ResponseOf<'listMyAppointments'>> {
    const { accountId } = requireAccount(actor);
    const isUpcoming = query.when === 'upcoming';
    const values: unknown[] = [accountId, this.kernelContext.clock.now(), query.limit + 1];
    const live = `a.status in ('pending', 'booked', 'arrived') and a.ends_at > $2`;
    const conditions = [`a.patient_id in (${ownPatients})`, isUpcoming ? live : `not (${live})`];
    if (query.patientId) conditions.push(`a.patient_id = $${values.push(query.patientId)}`);
    const cursor = decodeMomentCursor(query.cursor);
    if (cursor) {
      const [at, id] = [values.push(cursor[0]), values.push(cursor[1])];
      conditions.push(`(a.starts_at, a.id) ${isUpcoming ? '>' : '<'} ($${at}, $${id}::uuid)`);
    }
    const direction = isUpcoming ? 'asc' : 'desc';
    const rows = await this.database.query<{ view: AppointmentView }>(
      selectViews(
        `where ${conditions.join(' and ')} order by a.starts_at ${direction}, a.id ${direction} limit $3`,
      ),
      values,
    );
    const rules = await this.myAppointmentPresenter.rules();
    return pageFrom(
      rows.map((row) => row.view),
      query.limit,
      (view) => [view.starts_at, view.id],
      (view) => presentMine(view, rules),
    );
  }
}
