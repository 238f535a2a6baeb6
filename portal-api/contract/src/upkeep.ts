/** What failed for good and waits for a person: events whose handler gave up, messages that were given up. */
import { z } from 'zod';
import { id, instant, pageOf, pageQuery, text } from './common';
import { operation } from './operation';

const tag = 'upkeep';

const deadLetterKinds = ['event', 'delivery'] as const;
const kind = z.enum(deadLetterKinds);

export const DeadLetter = z
  .object({
    id,
    kind,
    name: z.string().meta({ description: 'What should have happened, in Chinese' }),
    source: z
      .string()
      .meta({ description: 'The queue or the channel and template, for engineers' }),
    failedAt: instant,
    attempts: z.int(),
    error: z.string().nullable().meta({ description: 'The last error, without numbers of people' }),
    ids: z
      .record(z.string(), z.string())
      .meta({ description: 'Ids of the things it is about; nothing else of its content is shown' }),
  })
  .meta({ id: 'DeadLetter' });

const see = { by: 'staff', permission: 'settings.display' } as const;
const settle = { by: 'staff', permission: 'settings.update' } as const;
const params = z.object({ kind, deadLetterId: id });

export const upkeepOperations = {
  listDeadLetters: operation('listDeadLetters', {
    summary: 'What failed for good and nobody has dealt with yet, newest first',
    tag,
    access: see,
    query: z.object({ ...pageQuery, kind: kind.default('event') }),
    response: pageOf(DeadLetter),
  }),
  requeueDeadLetter: operation('requeueDeadLetter', {
    summary: 'Try once more from the start; handlers are safe to repeat',
    tag,
    access: settle,
    params,
  }),
  discardDeadLetter: operation('discardDeadLetter', {
    summary: 'Lay it aside for a reason that is kept in the audit',
    tag,
    access: settle,
    params,
    body: z.object({ reason: text(200, 2) }),
  }),
};
