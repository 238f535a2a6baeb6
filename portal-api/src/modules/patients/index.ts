/** 就诊人 and who acts for them. */
export { PatientsOfAccount } from './account-follower';
export { PatientContacts } from './patient-contacts';
export { nameGrams, pinyinInitials } from './patient-name';
export {
  identityIndexOf,
  maskedIdentityOf,
  maskedPhoneOf,
  phoneColumns,
  phoneIndexOf,
} from './patient-secrets';
export { patientsModule } from './patients.module';
export { OpenAppointmentsHolder, type OpenAppointments } from './ports';
export { Proxies } from './proxies';
export { PatientAccess } from './staff/patient-access';
export { maxPatientsPerAccount } from './patient.settings';
