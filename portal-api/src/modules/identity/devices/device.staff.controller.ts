import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { Route, type Actor } from '../../../kernel';
import { ManageDevices } from './manage-devices';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class DeviceStaffController {
  @Inject()
  manageDevices: ManageDevices;

  @Route('listDevices')
  async listDevices(
    _request: RequestOf<'listDevices'>,
    actor: Actor,
  ): Promise<ResponseOf<'listDevices'>> {
    return this.manageDevices.list(actor);
  }

  @Route('createDevice')
  async createDevice(
    { body }: RequestOf<'createDevice'>,
    actor: Actor,
  ): Promise<ResponseOf<'createDevice'>> {
    return this.manageDevices.create(actor, body);
  }

  @Route('updateDevice')
  async updateDevice(
    { params, body }: RequestOf<'updateDevice'>,
    actor: Actor,
  ): Promise<ResponseOf<'updateDevice'>> {
    return this.manageDevices.update(actor, params.deviceId, body);
  }

  @Route('renewDevicePairing')
  async renewDevicePairing(
    { params }: RequestOf<'renewDevicePairing'>,
    actor: Actor,
  ): Promise<ResponseOf<'renewDevicePairing'>> {
    return this.manageDevices.renew(actor, params.deviceId);
  }

  @Route('revokeDevice')
  async revokeDevice(
    { params }: RequestOf<'revokeDevice'>,
    actor: Actor,
  ): Promise<ResponseOf<'revokeDevice'>> {
    return this.manageDevices.revoke(actor, params.deviceId);
  }
}
