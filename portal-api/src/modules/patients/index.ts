/** 就诊人 and who acts for them. */
export { PatientsOfAccount } from './account-follower';
export { PatientContacts } from './patient-contacts';
export { PatientSubjects } from './patient-subjects';
export { Survivors } from './merge/survivors';
export { anyIdentityIndexOf, maskedPhoneOf, phoneTailIndexOf } from './patient-secrets';
export { patientsModule } from './patients.module';
export { OpenAppointmentsHolder } from './ports';
export { Proxies } from './proxies';
export { PatientAccess } from './staff/patient-access';
export { maxPatientsPerAccount } from './patient.settings';
export { shortStaffName } from './record-view-words';
