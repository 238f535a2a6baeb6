import { Scoped } from './scoped';

/** Who asks is answered, or told to come again, within this time, however many questions that takes. */
let enoughMs = 4_500;
/** What a question gets in any case: the ones before it may have been to somebody outside. */
const leastMs = 1_000;
/** After so long nobody waits any more: a watch or a stream that a request began goes on without it. */
const forgottenMs = 30_000;

const until = new Scoped<number>();

export function setPatience(milliseconds: number): void {
  enoughMs = milliseconds;
}

/** Runs work whose waiting for the database, for connections and for answers, has one end in all. */
export function withPatience<T>(work: () => T): T {
  return until.run(performance.now() + enoughMs, work);
}

/** @returns milliseconds, or undefined where nobody waits for the work around */
export function patienceLeftMs(): number | undefined {
  const end = until.get();
  if (end === undefined) return undefined;
  const left = end - performance.now();
  return left < -forgottenMs ? undefined : Math.max(leastMs, left);
}

/**
 * @param late what to do with what comes when nobody waits for it any more
 * @throws an Error that is answered with UNAVAILABLE when patience ends first
 */
export function withinPatience<T>(pending: Promise<T>, late?: (value: T) => void): Promise<T> {
  const left = patienceLeftMs();
  if (left === undefined) return pending;
  return new Promise((resolve, reject) => {
    let isOver = false;
    const timer = setTimeout(() => {
      isOver = true;
      reject(new PatienceEnded());
    }, left);
    pending.then(
      (value) => {
        clearTimeout(timer);
        if (isOver) late?.(value);
        else resolve(value);
      },
      (error: Error) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}

/** As `new Promise`, which is given up when patience ends first, and rejects as `withinPatience` does. */
export function patientPromise<T>(
  begin: (resolve: (value: T) => void, reject: (error: Error) => void) => void,
): Promise<T> {
  const left = patienceLeftMs();
  return new Promise((resolve, reject) => {
    if (left === undefined) return begin(resolve, reject);
    const timer = setTimeout(() => reject(new PatienceEnded()), left);
    begin(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}

/** What was asked for may still happen: a repeat under the same key tells. */
export class PatienceEnded extends Error {
  constructor() {
    super('no answer from the database in time');
  }
}
