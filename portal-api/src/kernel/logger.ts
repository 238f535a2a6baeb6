import { pino, type Logger } from 'pino';

/** Structured logs on standard output. Only ids, codes, counts and durations are ever passed in. */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    // A belt for the braces: should a request or a person slip in, it is cut out.
    redact: {
      paths: [
        'req',
        'body',
        '*.phone',
        '*.name',
        '*.identityNumber',
        '*.password',
        '*.token',
        '*.code',
      ],
      remove: true,
    },
  });
}
