/** 待办: what a person has to do because no machine can. */
export { OfficeHours } from './office-hours';
export { WorkOfPatient } from './patient-follower';
export { WorkSubjectsHolder, type WorkSubject, type WorkSubjects } from './ports';
export { WorkItems, type NewWorkItem } from './work-items';
export { workModule } from './work.module';
