import type { Appointment, Bundle, Patient, Resource } from '@medplum/fhirtypes';
import type { OutboundPayload, SendOutcome } from '../../modules/integration/ports';
import { appointmentAsOurs, isAppointmentAsOurs } from './outgoing-appointment';
import {
  identityTokenOf,
  isPatientAsOurs,
  patientAsOurs,
  withTheirChanges,
} from './outgoing-patient';
import type { FhirClient, Stored } from './fhir-client';
import { FhirFailure } from './fhir-failure';
import { systems } from './systems';

/** Somebody else writes at the same time; who loses looks again this often. */
const ATTEMPTS = 4;

type Ours = NonNullable<OutboundPayload['appointment']>;

/**
 * Writes what is ours into the hospital's system. Everything is found by numbers that do not change, created
 * only if it is not there, and written only where it differs: the same message twice is the same as once.
 */
export class FhirSender {
  constructor(private readonly client: FhirClient) {}

  async send(payload: OutboundPayload): Promise<SendOutcome> {
    try {
      const patient = await this.putPatient(payload.patient, payload.kind === 'patient');
      const known = { kind: 'acknowledged', patientExternalId: patient.id } as const;
      if (!payload.appointment) return known;
      return await this.putAppointment(payload.appointment, patient.id).then(
        ({ id }) => ({ ...known, appointmentExternalId: id }),
        outcomeOfAppointment,
      );
    } catch (error) {
      return outcomeOf(error);
    }
  }

  async ask(payload: OutboundPayload): Promise<SendOutcome | null> {
    try {
      const patient = await this.findPatient(payload.patient);
      if (!patient) return null;
      const known = { kind: 'acknowledged', patientExternalId: patient.id } as const;
      if (!payload.appointment) {
        const written = withTheirChanges(patient, payload.patient);
        return isPatientAsOurs(patient, written) ? known : null;
      }
      const appointment = await this.findAppointment(payload.appointment);
      if (!appointment || !isAppointmentAsOurs(appointment, payload.appointment, patient.id)) {
        return null;
      }
      return { ...known, appointmentExternalId: appointment.id };
    } catch (error) {
      return outcomeOf(error);
    }
  }

  /** @param isChange whether the message is about the person, not about a visit of theirs */
  private async putPatient(
    ours: OutboundPayload['patient'],
    isChange: boolean,
  ): Promise<Stored<Patient>> {
    return this.untilUndisturbed(async () => {
      const theirs = await this.findPatient(ours);
      if (!theirs) {
        const created = patientAsOurs({ resourceType: 'Patient' }, ours);
        return this.client.create(created, `identifier=${systems.ourPatient}|${ours.id}`);
      }
      const written = withTheirChanges(theirs, ours);
      if (!isChange || isPatientAsOurs(theirs, written)) return theirs;
      return this.client.update(patientAsOurs(theirs, written));
    });
  }

  private async putAppointment(ours: Ours, patientId: string): Promise<Stored<Appointment>> {
    return this.untilUndisturbed(async () => {
      const theirs = await this.findAppointment(ours);
      if (!theirs) {
        const created = appointmentAsOurs(
          { resourceType: 'Appointment', status: 'booked', participant: [] },
          ours,
          patientId,
        );
        const number = `identifier=${systems.ourAppointment}|${ours.appointmentNo}`;
        return this.client.create(created, number);
      }
      if (isAppointmentAsOurs(theirs, ours, patientId)) return theirs;
      return this.client.update(appointmentAsOurs(theirs, ours, patientId));
    });
  }

  /** By the number they gave, by ours, and by the document: whoever has one is that person. */
  private async findPatient(ours: OutboundPayload['patient']): Promise<Stored<Patient> | null> {
    const byNumber = ours.externalId
      ? await this.client.read<Patient>('Patient', ours.externalId)
      : null;
    const found =
      byNumber ??
      (await this.findBy<Patient>('Patient', `${systems.ourPatient}|${ours.id}`)) ??
      (await this.findByDocument(ours));
    const survivor = found?.link?.find((link) => link.type === 'replaced-by')?.other.reference;
    const survivorId = survivor?.split('/').at(-1);
    return survivorId ? this.client.read<Patient>('Patient', survivorId) : found;
  }

  private async findByDocument(ours: OutboundPayload['patient']): Promise<Stored<Patient> | null> {
    const token = identityTokenOf(ours);
    return token ? this.findBy<Patient>('Patient', token) : null;
  }

  private async findAppointment(ours: Ours): Promise<Stored<Appointment> | null> {
    const byNumber = ours.externalId
      ? await this.client.read<Appointment>('Appointment', ours.externalId)
      : null;
    const token = `${systems.ourAppointment}|${ours.appointmentNo}`;
    return byNumber ?? this.findBy<Appointment>('Appointment', token);
  }

  private async findBy<T extends Resource>(
    type: 'Patient' | 'Appointment',
    identifier: string,
  ): Promise<Stored<T> | null> {
    const bundle: Bundle = await this.client.searchByPost(type, { identifier });
    const found = (bundle.entry ?? [])
      .map((entry) => entry.resource)
      .filter((one): one is Stored<T & Resource> => one?.resourceType === type && !!one.id);
    const living = found.filter((one) => (one as { active?: boolean }).active !== false);
    return living[0] ?? found[0] ?? null;
  }

  private async untilUndisturbed<T>(write: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await write();
      } catch (error) {
        const isOvertaken = error instanceof FhirFailure && error.kind === 'changed';
        if (!isOvertaken || attempt === ATTEMPTS) throw error;
      }
    }
  }
}

/** The patient is there by then: what they do not find is the number. */
function outcomeOfAppointment(error: unknown): SendOutcome {
  const outcome = outcomeOf(error);
  const isUnknown = error instanceof FhirFailure && error.isReferenceUnknown;
  return outcome.kind === 'refused' && isUnknown
    ? { ...outcome, reason: 'unknown-number' }
    : outcome;
}

/** Refused is what was refused for what it says; anything else may be different in a minute. */
function outcomeOf(error: unknown): SendOutcome {
  if (!(error instanceof FhirFailure)) throw error;
  return { kind: error.isFinal ? 'refused' : 'unknown', text: error.message };
}
