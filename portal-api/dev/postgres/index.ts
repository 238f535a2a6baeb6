export { closedTo, isRoot } from './account';
export { SHARED_HOME } from './binaries';
export { freePort, freePorts, isFree, listenerOn } from './ports';
export { codeOf, messageOf, StartProblem } from './problem';
export { commandLine, isAlive, processesMarked, sleep, waitUntil } from './processes';
export { portBusy, startPostgres } from './server';
export type { DatabaseRole, PostgresOptions, PostgresServer } from './server';
