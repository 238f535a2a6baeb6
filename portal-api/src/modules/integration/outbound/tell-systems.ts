/** What patients and staff do here, on its way to the systems of the branch. */
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { OutboundKind } from '@suizhen/contract';
import {
  Database,
  UnitOfWork,
  type DomainEvents,
  type EventHandler,
  type EventMeta,
} from '../../../kernel';
import { OutboundQueue } from './outbound-queue';

@Provide()
@Scope(ScopeEnum.Singleton)
export class TellSystems {
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  outboundQueue: OutboundQueue;

  async ofAppointment(kind: OutboundKind, appointmentId: string, newsKey: string): Promise<void> {
    const [row] = await this.database.query<{ branch_id: string }>(
      `select branch_id from appointment where id = $1`,
      [appointmentId],
    );
    if (!row) return;
    await this.unitOfWork.run((tx) =>
      this.outboundQueue.put(tx, {
        kind,
        subjectId: appointmentId,
        branchId: row.branch_id,
        newsKey,
      }),
    );
  }

  async hasHeardOf(appointmentId: string): Promise<boolean> {
    const sent = await this.database.query(
      `select 1 from outbound_message where subject_id = $1 and kind = 'appointment' limit 1`,
      [appointmentId],
    );
    return sent.length > 0;
  }

  /** @param fromSystemId who told us: that one knows */
  async ofPatient(patientId: string, newsKey: string, fromSystemId?: string): Promise<void> {
    await this.unitOfWork.run((tx) =>
      this.outboundQueue.put(tx, {
        kind: 'patient',
        subjectId: patientId,
        branchId: null,
        newsKey,
        ...(fromSystemId === undefined ? {} : { fromSystemId }),
      }),
    );
  }
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class TellRegistered implements EventHandler<'patient.registered'> {
  @Inject()
  tellSystems: TellSystems;

  async handle({ patientId, fromSystemId }: DomainEvents['patient.registered']): Promise<void> {
    await this.tellSystems.ofPatient(patientId, `patient:${patientId}:registered`, fromSystemId);
  }
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class TellUpdated implements EventHandler<'patient.updated'> {
  @Inject()
  tellSystems: TellSystems;

  async handle(payload: DomainEvents['patient.updated'], meta: EventMeta): Promise<void> {
    const { patientId, fromSystemId } = payload;
    await this.tellSystems.ofPatient(
      patientId,
      `patient:${patientId}:${meta.eventId}`,
      fromSystemId,
    );
  }
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class TellBooked implements EventHandler<'appointment.booked'> {
  @Inject()
  tellSystems: TellSystems;

  async handle({ appointmentId }: DomainEvents['appointment.booked']): Promise<void> {
    await this.tellSystems.ofAppointment('appointment', appointmentId, `booked:${appointmentId}`);
  }
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class TellRescheduled implements EventHandler<'appointment.rescheduled'> {
  @Inject()
  tellSystems: TellSystems;

  async handle(payload: DomainEvents['appointment.rescheduled']): Promise<void> {
    const { appointmentId, rescheduleId } = payload;
    await this.tellSystems.ofAppointment('appointment', appointmentId, `moved:${rescheduleId}`);
  }
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class TellCancelled implements EventHandler<'appointment.cancelled'> {
  @Inject()
  tellSystems: TellSystems;

  /** Of a place that was only held, the systems heard where they own the numbers: the lock ends. */
  async handle({ appointmentId, isHold }: DomainEvents['appointment.cancelled']): Promise<void> {
    if (isHold && !(await this.tellSystems.hasHeardOf(appointmentId))) return;
    const key = `cancelled:${appointmentId}`;
    await this.tellSystems.ofAppointment('appointment-cancel', appointmentId, key);
  }
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class TellNoShow implements EventHandler<'appointment.no-show'> {
  @Inject()
  tellSystems: TellSystems;

  async handle({ appointmentId }: DomainEvents['appointment.no-show']): Promise<void> {
    await this.tellSystems.ofAppointment('appointment', appointmentId, `no-show:${appointmentId}`);
  }
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class TellCheckedIn implements EventHandler<'appointment.checked-in'> {
  @Inject()
  tellSystems: TellSystems;

  async handle({ appointmentId }: DomainEvents['appointment.checked-in']): Promise<void> {
    const key = `checked-in:${appointmentId}`;
    await this.tellSystems.ofAppointment('check-in', appointmentId, key);
  }
}
