/** The hospital's own systems. Nothing stands below, so only adapters look in here. */
export { InboundProblem } from './canonical';
export type * from './canonical';
export { AdapterFactoryHolder } from './ports';
export type * from './ports';
export { InboundOfPatient } from './patient-follower';
export { HisNumberSource } from './number-source';
export { integrationModule } from './integration.module';
