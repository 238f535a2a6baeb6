import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { CancelReason, OutboundKind } from '@suizhen/contract';
import { Database, KernelContext } from '../../../kernel';
import type { Agreed, Sent } from '../agreement/compare-patient';
import { SentPatients } from '../agreement/sent-patients';
import type { OutboundPayload } from '../ports';

export interface OutboundRow extends Record<string, unknown> {
  id: string;
  system_id: string;
  kind: OutboundKind;
  subject_id: string;
  state: 'queued' | 'unknown';
  attempts: number;
}

/** `slotId`: the place of which it speaks; it is no business of theirs. */
export type OutgoingPayload = OutboundPayload & { slotId: string | null };

interface PatientRow extends Record<string, unknown> {
  id: string;
  external_id: string | null;
  name: string;
  gender: string;
  birth_date: string;
  identity_type: string;
  identity_cipher: string | null;
  phone_cipher: string;
  card_number: string;
  agreed: Agreed | null;
  sent: Sent | null;
}

interface AppointmentRow extends Record<string, unknown> {
  id: string;
  slot_id: string;
  external_id: string | null;
  patient_id: string;
  appointment_no: string;
  status: string;
  starts_at: Date;
  ends_at: Date;
  department_code: string;
  department_name: string;
  doctor_code: string | null;
  doctor_name: string;
  fee_fen: string;
  cancel_reason: CancelReason | null;
  checked_in_at: Date | null;
}

/** Reads what a message says at the moment it goes: the row in the queue only names its subject. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class OutboundPayloads {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  database: Database;
  @Inject()
  sentPatients: SentPatients;

  /** Null: what it was about is gone. */
  async of(row: OutboundRow): Promise<OutgoingPayload | null> {
    const appointment =
      row.kind === 'patient' ? null : await this.appointment(row.system_id, row.subject_id);
    if (row.kind !== 'patient' && !appointment) return null;
    const patientId = appointment ? appointment.patient_id : row.subject_id;
    const patient = await this.patient(row.system_id, patientId);
    if (!patient) return null;
    return {
      slotId: appointment?.slot_id ?? null,
      kind: row.kind,
      messageId: row.id,
      isNew: await this.isNew(row, (appointment ?? patient).external_id),
      patient: this.presentPatient(patient),
      appointment: appointment ? presentAppointment(appointment) : null,
    };
  }

  /** Some systems never tell their number: that they said yes once is enough to know it is no news. */
  private async isNew(row: OutboundRow, externalId: string | null): Promise<boolean> {
    if (externalId) return false;
    const told = await this.database.query(
      `select 1 from outbound_message where system_id = $1 and subject_id = $2 and kind = $3
          and state = 'acknowledged' limit 1`,
      [row.system_id, row.subject_id, row.kind],
      'outbound-told',
    );
    return told.length === 0;
  }

  private async patient(systemId: string, patientId: string): Promise<PatientRow | undefined> {
    const [row] = await this.database.query<PatientRow>(
      `select p.id, x.external_id, p.name, p.gender, p.birth_date::text, p.identity_type, p.identity_cipher,
         p.phone_cipher, p.card_number, x.agreed, x.sent
         from patient p
         left join lateral (select external_id, agreed, sent from external_id x
           where x.system_id = $1 and x.kind = 'patient' and x.internal_id = p.id
           order by x.updated_at desc limit 1) x on true
        where p.id = (select coalesce(merged_into, id) from patient where id = $2)`,
      [systemId, patientId],
      'outbound-patient',
    );
    return row;
  }

  private async appointment(systemId: string, id: string): Promise<AppointmentRow | undefined> {
    const [row] = await this.database.query<AppointmentRow>(
      `select a.id, a.slot_id, x.external_id, a.patient_id, a.appointment_no, a.status, a.starts_at, a.ends_at,
         d.code as department_code, d.name as department_name, dx.external_id as doctor_code, c.name as doctor_name,
         a.fee_fen, a.cancel_reason,
         (select min(q.checked_in_at) from queue_entry q where q.appointment_id = a.id) as checked_in_at
         from appointment a
         join department d on d.id = a.department_id
         join doctor c on c.id = a.doctor_id
         left join external_id x on x.system_id = $1 and x.kind = 'appointment' and x.internal_id = a.id
         left join external_id dx on dx.system_id = $1 and dx.kind = 'practitioner' and dx.internal_id = a.doctor_id
        where a.id = $2 limit 1`,
      [systemId, id],
      'outbound-appointment',
    );
    return row;
  }

  private presentPatient(row: PatientRow): OutboundPayload['patient'] {
    const { secrets } = this.kernelContext;
    const { agreed, sent } = row;
    return {
      id: row.id,
      externalId: row.external_id,
      name: row.name,
      gender: row.gender,
      birthDate: row.birth_date,
      identityType: row.identity_type,
      identityNumber: secrets.decryptOptional(row.identity_cipher),
      phone: secrets.decrypt(row.phone_cipher),
      cardNumber: row.card_number,
      changedThere: (theirs) => this.sentPatients.changedThere(theirs, { agreed, sent }),
    };
  }
}

function presentAppointment(row: AppointmentRow): NonNullable<OutboundPayload['appointment']> {
  return {
    id: row.id,
    externalId: row.external_id,
    appointmentNo: row.appointment_no,
    status: row.status,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    departmentCode: row.department_code,
    departmentName: row.department_name,
    doctorCode: row.doctor_code ?? '',
    doctorName: row.doctor_name,
    feeFen: Number(row.fee_fen),
    reason: row.cancel_reason ?? '',
    checkedInAt: row.checked_in_at,
  };
}
