import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { AppointmentStatus } from '@suizhen/contract';
import { systemActor } from '../../../kernel';
import { HospitalVisits } from '../../appointments';
import { ConflictStore } from '../agreement/conflict-store';
import { ExternalIds } from '../agreement/external-ids';
import type { Canonical } from '../canonical';
import type { PartOutcome, Taking } from './inbound-row';

type AppointmentItem = Extract<Canonical, { type: 'appointment' }>;

const actor = systemActor('integration');

const statusWords: Record<AppointmentStatus, string> = {
  pending: '待确认',
  booked: '已预约',
  arrived: '已到诊',
  fulfilled: '已就诊',
  cancelled: '已取消',
  noshow: '未到诊',
};

/** What became of an appointment of ours there. Those that were made there only are not kept here. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class TakeAppointment {
  @Inject()
  hospitalVisits: HospitalVisits;
  @Inject()
  conflictStore: ConflictStore;
  @Inject()
  externalIds: ExternalIds;

  async run(taking: Taking, item: AppointmentItem): Promise<PartOutcome> {
    const { tx, system, row } = taking;
    const ours = await this.find(taking, item);
    if (!ours) return aside('不是本系统的预约');
    await this.externalIds.put(tx, system.id, 'appointment', item.externalId, ours.id);
    const outcome = await this.hospitalVisits.take(tx, actor, ours.id, item.status);
    if (!outcome) return aside('不是本系统的预约');
    const about = {
      systemId: system.id,
      kind: 'appointment',
      externalId: item.externalId,
    } as const;
    if (outcome.kind !== 'differs') {
      await this.conflictStore.settle(tx, about);
      return { kind: 'taken', patientId: ours.patientId };
    }
    await this.conflictStore.raise(tx, {
      ...about,
      inboundId: row.id,
      internalId: ours.id,
      patientId: ours.patientId,
      title: '预约状态与医院系统不一致',
      fields: [
        {
          name: 'status',
          title: '预约状态',
          ours: statusWords[outcome.ours],
          theirs: statusWords[item.status],
        },
      ],
    });
    return { kind: 'conflict', patientId: ours.patientId, text: '预约状态与医院系统不一致' };
  }

  private async find(
    { tx, system }: Taking,
    { appointmentNo, externalId }: AppointmentItem,
  ): Promise<{ id: string; patientId: string } | null> {
    const known = await this.externalIds.find(tx, system.id, 'appointment', externalId);
    const [row] = await tx.query<{ id: string; patient_id: string }>(
      `select id, patient_id from appointment
        where branch_id = $3 and (id = $1::uuid or ($1::uuid is null and appointment_no = $2))`,
      [known?.internalId ?? null, appointmentNo, system.branchId],
      'take-appointment-find',
    );
    return row ? { id: row.id, patientId: row.patient_id } : null;
  }
}

function aside(text: string): PartOutcome {
  return { kind: 'set-aside', patientId: null, fault: 'not-kept-here', text };
}
