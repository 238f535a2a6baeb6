import { Client, type ClientConfig } from 'pg';

/**
 * A connection whose end never ends the process. The pool listens while a connection is idle, and whoever
 * took it listens as soon as the promise of it resolves; in between nobody does. PostgreSQL may say in one
 * packet that a statement is done and that it is going down: then the connection passes to the next in line
 * and breaks before that one had its turn. The statement that follows says so anyway.
 */
export class SteadyClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
