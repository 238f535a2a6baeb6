import pino from 'pino';
import { QueryRunnerAlreadyReleasedError } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { PatienceEnded } from '../patience';
import { toAppError } from './error-answer';

const logger = pino({ level: 'silent' });
const codeOf = (error: unknown) => toAppError(error, logger).code;
const fromDatabase = (code: string) => Object.assign(new Error('refused'), { code });

describe('what people are told of a database in trouble', () => {
  it.each([
    ['it restarts', fromDatabase('57P01')],
    ['it refuses connections', fromDatabase('ECONNREFUSED')],
    ['a statement took too long', fromDatabase('57014')],
    ['it stays deadlocked', fromDatabase('40P01')],
    ['no connection is free', new Error('timeout exceeded when trying to connect')],
    ['nobody waits any longer', new PatienceEnded()],
    ['the connection broke before the commit', new QueryRunnerAlreadyReleasedError()],
    ['the connection broke', new Error('Connection terminated unexpectedly')],
    [
      'the connection had broken',
      new Error('Client has encountered a connection error and is not queryable'),
    ],
  ])('is to come back in a moment when %s', (_, error) => {
    expect(toAppError(error, logger)).toMatchObject({ code: 'UNAVAILABLE', retryAfterSeconds: 2 });
  });

  it('is nothing when the fault is ours', () => {
    expect(codeOf(fromDatabase('42703'))).toBe('INTERNAL');
    expect(codeOf(new Error('anything'))).toBe('INTERNAL');
    expect(codeOf('thrown text')).toBe('INTERNAL');
  });
});
