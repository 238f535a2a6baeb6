import { AddDocument } from './add-document';
import { DocumentTickets } from './document-tickets';
import { Documents } from './documents';
import { DocumentsController } from './documents.controller';
import { RemoveMyDocument } from './remove-my-document';

export { DocumentTickets } from './document-tickets';

export const documentClasses = [
  Documents,
  AddDocument,
  RemoveMyDocument,
  DocumentTickets,
  DocumentsController,
];
