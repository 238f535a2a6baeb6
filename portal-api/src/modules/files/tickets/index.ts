import { ForgetOldTickets } from './forget-old-tickets.job';
import { TicketOpeners, Tickets } from './tickets';
import { TicketsController } from './tickets.controller';

export { ForgetOldTickets } from './forget-old-tickets.job';
export {
  TicketOpeners,
  Tickets,
  type TicketHolder,
  type TicketOpener,
  type TicketSubject,
} from './tickets';

export const ticketClasses = [TicketOpeners, Tickets, TicketsController, ForgetOldTickets] as const;
