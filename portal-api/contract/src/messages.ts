/** The in-app inbox of an account. */
import { z } from 'zod';
import { messageKinds } from './wire/enums';
import { id, instant, pageOf, pageQuery } from './common';
import { operation } from './operation';

const tag = 'messages';

export const InboxMessage = z
  .object({
    id,
    kind: z.enum(messageKinds),
    title: z.string(),
    body: z.string(),
    appointmentId: id.nullable(),
    patientId: id.nullable().meta({ description: 'Whom it is about' }),
    createdAt: instant,
    readAt: instant.nullable(),
  })
  .meta({ id: 'InboxMessage' });

export const portalMessageOperations = {
  listMyMessages: operation('listMyMessages', {
    summary: 'The inbox, newest first',
    tag,
    access: { by: 'account' },
    query: z.object(pageQuery),
    response: pageOf(InboxMessage),
  }),
  countMyUnreadMessages: operation('countMyUnreadMessages', {
    summary: 'For the badge',
    tag,
    access: { by: 'account' },
    response: z.object({ unread: z.int() }),
  }),
  readMyMessage: operation('readMyMessage', {
    summary: 'Mark a message as read',
    tag,
    access: { by: 'account', owns: 'message' },
    params: z.object({ messageId: id }),
    response: InboxMessage,
  }),
  readAllMyMessages: operation('readAllMyMessages', {
    summary: 'Mark all as read',
    tag,
    access: { by: 'account' },
    response: z.object({ unread: z.int() }),
  }),
};
