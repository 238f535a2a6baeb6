/** The door of files: documents that accounts hand in, until something of theirs needs them. */
export { FilesOfAccount } from './account-follower';
export { FileStore, type FileOwner } from './file-store';
export { TicketsOfPatient } from './patient-follower';
export { filesModule } from './files.module';
export {
  TicketOpeners,
  Tickets,
  type TicketHolder,
  type TicketOpener,
  type TicketSubject,
} from './tickets';
