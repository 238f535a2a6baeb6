import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { AddDocument } from './add-document';
import { DocumentTickets } from './document-tickets';
import { Documents } from './documents';
import { RemoveMyDocument } from './remove-my-document';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class DocumentsController {
  @Inject()
  documents: Documents;
  @Inject()
  addDocument: AddDocument;
  @Inject()
  removeDocument: RemoveMyDocument;
  @Inject()
  documentTickets: DocumentTickets;

  @Route('listMyDocuments')
  async listMyDocuments(
    request: RequestOf<'listMyDocuments'>,
    actor: Actor,
  ): Promise<ResponseOf<'listMyDocuments'>> {
    return this.documents.mine(actor, request);
  }

  @Route('addMyDocument')
  async addMyDocument(
    request: RequestOf<'addMyDocument'>,
    actor: Actor,
  ): Promise<ResponseOf<'addMyDocument'>> {
    return this.addDocument.mine(actor, request);
  }

  @Route('removeMyDocument')
  async removeMyDocument(request: RequestOf<'removeMyDocument'>, actor: Actor): Promise<void> {
    return this.removeDocument.run(actor, request.params.documentId);
  }

  @Route('createDocumentTicket')
  async createDocumentTicket(
    request: RequestOf<'createDocumentTicket'>,
    actor: Actor,
  ): Promise<ResponseOf<'createDocumentTicket'>> {
    return this.documentTickets.issueMine(actor, request);
  }

  @Route('listPatientDocuments')
  async listPatientDocuments(
    request: RequestOf<'listPatientDocuments'>,
    actor: Actor,
  ): Promise<ResponseOf<'listPatientDocuments'>> {
    return this.documents.ofPatient(actor, request);
  }

  @Route('addPatientDocument')
  async addPatientDocument(
    request: RequestOf<'addPatientDocument'>,
    actor: Actor,
  ): Promise<ResponseOf<'addPatientDocument'>> {
    return this.addDocument.forPatient(actor, request);
  }

  @Route('createStaffDocumentTicket')
  async createStaffDocumentTicket(
    request: RequestOf<'createStaffDocumentTicket'>,
    actor: Actor,
  ): Promise<ResponseOf<'createStaffDocumentTicket'>> {
    return this.documentTickets.issueForStaff(actor, request);
  }
}
