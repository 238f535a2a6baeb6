import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { AddDentalPicture } from './add-dental-picture';
import { AddToothNote } from './add-tooth-note';
import { DentalRecords } from './dental-records';
import { DentalWorkOrders } from './dental-work-orders';
import { PictureTickets } from './picture-tickets';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class DentalController {
  @Inject()
  dentalRecords: DentalRecords;
  @Inject()
  addNote: AddToothNote;
  @Inject()
  addPicture: AddDentalPicture;
  @Inject()
  workOrders: DentalWorkOrders;
  @Inject()
  pictureTickets: PictureTickets;

  @Route('getMyDentalRecord')
  async getMyDentalRecord(
    request: RequestOf<'getMyDentalRecord'>,
    actor: Actor,
  ): Promise<ResponseOf<'getMyDentalRecord'>> {
    return this.dentalRecords.mine(actor, request.params.patientId);
  }

  @Route('createDentalPictureTicket')
  async createDentalPictureTicket(
    request: RequestOf<'createDentalPictureTicket'>,
    actor: Actor,
  ): Promise<ResponseOf<'createDentalPictureTicket'>> {
    return this.pictureTickets.issueMine(actor, request);
  }

  @Route('getPatientDentalRecord')
  async getPatientDentalRecord(
    request: RequestOf<'getPatientDentalRecord'>,
    actor: Actor,
  ): Promise<ResponseOf<'getPatientDentalRecord'>> {
    return this.dentalRecords.ofPatient(actor, request.params.patientId);
  }

  @Route('addToothNote')
  async addToothNote(
    request: RequestOf<'addToothNote'>,
    actor: Actor,
  ): Promise<ResponseOf<'addToothNote'>> {
    return this.addNote.run(actor, request);
  }

  @Route('addDentalPicture')
  async addDentalPicture(
    request: RequestOf<'addDentalPicture'>,
    actor: Actor,
  ): Promise<ResponseOf<'addDentalPicture'>> {
    return this.addPicture.run(actor, request);
  }

  @Route('createStaffPictureTicket')
  async createStaffPictureTicket(
    request: RequestOf<'createStaffPictureTicket'>,
    actor: Actor,
  ): Promise<ResponseOf<'createStaffPictureTicket'>> {
    return this.pictureTickets.issueForStaff(actor, request);
  }

  @Route('createDentalWorkOrder')
  async createDentalWorkOrder(
    request: RequestOf<'createDentalWorkOrder'>,
    actor: Actor,
  ): Promise<ResponseOf<'createDentalWorkOrder'>> {
    return this.workOrders.create(actor, request);
  }

  @Route('moveDentalWorkOrder')
  async moveDentalWorkOrder(
    request: RequestOf<'moveDentalWorkOrder'>,
    actor: Actor,
  ): Promise<ResponseOf<'moveDentalWorkOrder'>> {
    return this.workOrders.move(actor, request);
  }
}
