/** The hospital's own systems. Nothing stands below, so only adapters look in here. */
export { InboundProblem } from './canonical';
export type * from './canonical';
export type * from './ports';
export { integrationModule } from './integration.module';
