import { subscription, type ModuleDefinition } from '../../kernel';
import { PatientsOfAccount } from './account-follower';
import { HospitalPatients } from './intake/hospital-patients';
import { PatientContacts } from './patient-contacts';
import { PatientSubjects } from './patient-subjects';
import { MergePatients } from './merge/merge-patients';
import { PatientMerges } from './merge/patient-merges';
import { PatientFollowers } from './merge/patient-followers';
import { ProxiesOfPatient } from './merge/proxies-of-patient';
import { Survivors } from './merge/survivors';
import { UndoMerge } from './merge/undo-merge';
import { patientSettings } from './patient.settings';
import { PatientRepository } from './patient.repository';
import { ClaimPatient } from './portal/claim-patient';
import { ConfirmPatientClaim } from './portal/confirm-patient-claim';
import { ForgetOldClaims } from './portal/forget-old-claims.job';
import { MyPatients } from './portal/my-patients';
import { PortalPatientsController } from './portal/portal.controller';
import { SetDefaultPatient } from './portal/set-default-patient';
import { UnlinkMyPatient } from './portal/unlink-my-patient';
import { UpdateMyPatient } from './portal/update-my-patient';
import { OpenAppointmentsHolder } from './ports';
import { Proxies } from './proxies';
import { RecordViews } from './record-views';
import { GetPatient } from './staff/get-patient';
import { PatientAccess } from './staff/patient-access';
import { PatientHistory } from './staff/patient-history';
import { PatientPage } from './staff/patient-page';
import { RegisterPatient } from './staff/register-patient';
import { RevealPatientFields } from './staff/reveal-patient-fields';
import { SearchPatients } from './staff/search-patients';
import { StaffPatientsController } from './staff/staff.controller';
import { UpdatePatient } from './staff/update-patient';

export const patientsModule: ModuleDefinition = {
  name: 'patients',
  classes: [
    OpenAppointmentsHolder,
    Proxies,
    PatientContacts,
    PatientSubjects,
    PatientsOfAccount,
    PatientRepository,
    HospitalPatients,
    Survivors,
    PatientFollowers,
    ProxiesOfPatient,
    MergePatients,
    UndoMerge,
    PatientMerges,
    RecordViews,
    MyPatients,
    ClaimPatient,
    ConfirmPatientClaim,
    ForgetOldClaims,
    UpdateMyPatient,
    UnlinkMyPatient,
    SetDefaultPatient,
    PortalPatientsController,
    PatientAccess,
    PatientPage,
    SearchPatients,
    RegisterPatient,
    GetPatient,
    UpdatePatient,
    RevealPatientFields,
    PatientHistory,
    StaffPatientsController,
  ],
  subscriptions: [subscription('patient.merged', 'bring-late-rows', MergePatients)],
  jobs: [{ name: 'forget-old-claims', everySeconds: 3_600, job: ForgetOldClaims }],
  settings: patientSettings,
};
