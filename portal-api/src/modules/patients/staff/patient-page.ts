import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { Database, type StaffActor } from '../../../kernel';
import { Policy } from '../../identity';
import {
  presentPatientDetail,
  type PatientCounts,
  type PatientDetail,
  type PatientRecord,
} from '../patient-record';
import { PatientAccess } from './patient-access';

/** Shows one patient to a member of the staff. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PatientPage {
  @Inject()
  database: Database;
  @Inject()
  policy: Policy;
  @Inject()
  patientAccess: PatientAccess;

  async of(staff: StaffActor, record: PatientRecord): Promise<PatientDetail> {
    const view = this.patientAccess.viewOf(staff, 'patient.display');
    return presentPatientDetail(record, view, await this.counts(staff, record.id), {
      update: staff.grants.has('patient.update'),
      reveal: this.policy.seesClear(staff, 'patient.display'),
    });
  }

  /** What the tabs of the page hold for this reader. */
  private async counts(staff: StaffActor, patientId: string): Promise<PatientCounts> {
    const values: unknown[] = [patientId];
    const visits = this.patientAccess.visitCondition(staff, 'patient.display', 'a', values);
    const [row] = await this.database.query<PatientCounts & Record<string, unknown>>(
      `select (select count(*)::int from proxy where patient_id = $1 and ended_at is null) as proxies,
         count(*)::int as appointments,
         (count(*) filter (where a.status = 'noshow'))::int as "noShows"
         from appointment a where a.patient_id = $1 and ${visits}`,
      values,
    );
    return row ?? { proxies: 0, appointments: 0, noShows: 0 };
  }
}
