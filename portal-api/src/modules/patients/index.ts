/** 就诊人 and who acts for them. */
export { HospitalPatients, type KnownPatient, type PatientFacts } from './intake/hospital-patients';
export { PatientsOfAccount } from './account-follower';
export { PatientContacts } from './patient-contacts';
export { PatientSubjects } from './patient-subjects';
export { MergePatients } from './merge/merge-patients';
export { PatientFollowers } from './merge/patient-followers';
export { ProxiesOfPatient } from './merge/proxies-of-patient';
export { Survivors } from './merge/survivors';
export { anyIdentityIndexOf, maskedPhoneOf, phoneTailIndexOf } from './patient-secrets';
export { patientsModule } from './patients.module';
export { OpenAppointmentsHolder } from './ports';
export { Proxies } from './proxies';
export { PatientAccess } from './staff/patient-access';
export { maxPatientsPerAccount } from './patient.settings';
export { shortStaffName } from './record-view-words';
