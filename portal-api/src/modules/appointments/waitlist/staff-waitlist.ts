import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { maskName, type Permission, type RequestOf, type ResponseOf } from '@suizhen/contract';
import {
  AppError,
  Audit,
  Database,
  decodeMomentCursor,
  KernelContext,
  pageFrom,
  type Actor,
  type StaffActor,
} from '../../../kernel';
import { Policy } from '../../identity';
import { maskedPhoneOf } from '../../patients';
import {
  openOfferOf,
  presentOffer,
  presentReceipts,
  selectEntries,
  type EntryView,
} from './entry-view';

type Query = RequestOf<'listWaitlistEntries'>['query'];
type Row = ResponseOf<'listWaitlistEntries'>['items'][number];
type Detail = ResponseOf<'getWaitlistEntry'>;

const filters: [keyof Query, string][] = [
  ['state', 'e.state'],
  ['branchId', 'e.branch_id'],
  ['departmentId', 'e.department_id'],
  ['doctorId', 'e.doctor_id'],
];

/** The waitlist as staff see it, within their scope; each look is recorded. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class StaffWaitlist {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;

  /** Longest first. */
  async list(actor: Actor, query: Query): Promise<ResponseOf<'listWaitlistEntries'>> {
    const staff = this.policy.require(actor, 'appointment.display');
    const values: unknown[] = [query.limit + 1];
    const scope = this.policy.scope(staff, 'appointment.display');
    const columns = {
      branch: 'e.branch_id',
      department: 'e.department_id',
      doctor: 'e.doctor_id',
      staff: 'e.staff_id',
    };
    const conditions = [this.policy.scopeCondition(scope, columns, values)];
    for (const [name, column] of filters) {
      if (query[name] !== undefined) conditions.push(`${column} = $${values.push(query[name])}`);
    }
    const cursor = decodeMomentCursor(query.cursor);
    if (cursor) {
      const [at, id] = [values.push(cursor[0]), values.push(cursor[1])];
      conditions.push(`(e.joined_at, e.id) > ($${at}, $${id}::uuid)`);
    }
    const views = await this.database.query<EntryView>(
      selectEntries(`where ${conditions.join(' and ')} order by e.joined_at, e.id limit $1`),
      values,
    );
    const { cursor: _, ...asked } = query;
    await this.audit.record(staff, {
      action: 'waitlist.list',
      resourceKind: 'waitlist',
      detail: { ...asked, count: Math.min(views.length, query.limit) },
    });
    return pageFrom(
      views,
      query.limit,
      (view) => [view.joined_at.toISOString(), view.id],
      (view) => this.row(staff, view),
    );
  }

  async get(actor: Actor, entryId: string): Promise<Detail> {
    const { staff, view } = await this.require(actor, 'appointment.display', entryId);
    await this.audit.record(staff, {
      action: 'waitlist.display',
      resourceKind: 'waitlist',
      resourceId: view.id,
      patientId: view.patient_id,
    });
    return this.detail(staff, view);
  }

  /** What an action of one's own has made of it: no look of its own. */
  async afterwards(staff: StaffActor, entryId: string): Promise<Detail> {
    return this.detail(staff, await this.read(entryId));
  }

  /** @throws NOT_FOUND when there is none within the scope of the permission */
  async require(
    actor: Actor,
    permission: Permission,
    entryId: string,
  ): Promise<{ staff: StaffActor; view: EntryView }> {
    this.policy.require(actor, permission);
    const view = await this.read(entryId);
    const staff = this.policy.require(actor, permission, {
      branchId: view.branch_id,
      departmentId: view.department_id,
      doctorId: view.doctor_id,
      staffId: view.staff_id,
      teamId: view.team_id,
    });
    return { staff, view };
  }

  private async read(entryId: string): Promise<EntryView> {
    const [view] = await this.database.query<EntryView>(selectEntries(`where e.id = $1`), [
      entryId,
    ]);
    if (!view) throw new AppError('NOT_FOUND');
    return view;
  }

  private row(staff: StaffActor, view: EntryView): Row {
    const seesClear = this.policy.seesClear(staff, 'appointment.display');
    return {
      id: view.id,
      state: view.state,
      target: view.target,
      patientId: view.patient_id,
      patientName: seesClear ? view.patient_name : maskName(view.patient_name),
      phoneMasked: maskedPhoneOf(this.kernelContext.secrets, view.phone_cipher),
      doctorId: view.doctor_id,
      doctorName: view.doctor_name,
      departmentId: view.department_id,
      departmentName: view.department_name,
      branchId: view.branch_id,
      from: view.from_date,
      to: view.to_date,
      period: view.period,
      startsAt: view.starts_at?.toISOString() ?? null,
      channel: view.channel,
      joinedAt: view.joined_at.toISOString(),
      ahead: view.ahead,
      offer: openOfferOf(view),
      appointmentId: view.appointment_id,
    };
  }

  private detail(staff: StaffActor, view: EntryView): Detail {
    return {
      ...this.row(staff, view),
      offers: view.offers.map(presentOffer),
      receipts: presentReceipts(view),
    };
  }
}
