import type { Operation } from '@suizhen/contract';
import fc from 'fast-check';
import { validFor } from './from-schema';

/** What belongs together across fields, so that chance would hardly hit it. */
const timing: Record<string, unknown> = { startTime: '09:00', endTime: '11:00', slotMinutes: 30 };

/**
 * One valid request of an operation, with the ids of things that belong to somebody else in place of
 * random ones.
 * @param foreign ids by the name they have in requests
 */
export function requestWithForeignIds(
  operation: Operation,
  foreign: Record<string, string>,
  seed = 7,
) {
  const sample = (schema: Operation['body']) => {
    if (!schema) return undefined;
    // Most fit at once; some schemas know more than their JSON form tells.
    for (const numRuns of [5, 400]) {
      for (const candidate of fc.sample(validFor(schema), { numRuns, seed })) {
        const request = withForeignIds(candidate, foreign);
        if (schema.safeParse(request).success) return request;
      }
    }
    throw new Error(`no valid sample for ${operation.id}`);
  };
  return {
    params: sample(operation.params) as Record<string, string> | undefined,
    query: sample(operation.query) as Record<string, string> | undefined,
    body: sample(operation.body),
  };
}

function withForeignIds(value: unknown, foreign: Record<string, string>): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const known = Object.entries(value).map(([name, each]) => [
    name,
    foreign[name] ?? timing[name] ?? (each as unknown),
  ]);
  return Object.fromEntries(known);
}
