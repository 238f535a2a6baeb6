/** The zod-free part of the contract: what a mini-program may carry. */
export * from './clinic-day-enums';
export * from './enums';
export * from './errors';
export * from './integration-enums';
export * from './records-enums';
export * from './routes';
export * from '../pure/identity-number';
export * from '../pure/mask';
