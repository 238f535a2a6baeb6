export { closedTo, isRoot } from './account';
export { SHARED_HOME } from './binaries';
export { freePort, freePorts, isFree } from './ports';
export { codeOf, messageOf, StartProblem } from './problem';
export { commandLine, isAlive, sleep, waitUntil } from './processes';
export { portBusy, startPostgres } from './server';
export type { PostgresServer } from './server';
