import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import { currentRequest, rawBody, Route, type Actor } from '../../../kernel';
import { ReadVitals } from './read-vitals';
import { ReceiveVitals } from './receive-vitals';
import { RecordVital } from './record-vital';
import { RemoveMyVital } from './remove-my-vital';
import { VitalAlarms } from './vital-alarms';
import { VitalDevices } from './vital-devices';
import { VitalLimits } from './vital-limits';

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class VitalsController {
  @Inject()
  readVitals: ReadVitals;
  @Inject()
  recordVital: RecordVital;
  @Inject()
  removeVital: RemoveMyVital;
  @Inject()
  vitalLimits: VitalLimits;
  @Inject()
  vitalDevices: VitalDevices;
  @Inject()
  vitalAlarms: VitalAlarms;
  @Inject()
  receiveReadings: ReceiveVitals;

  @Route('listMyVitals')
  async listMyVitals(
    request: RequestOf<'listMyVitals'>,
    actor: Actor,
  ): Promise<ResponseOf<'listMyVitals'>> {
    return this.readVitals.mine(actor, request);
  }

  @Route('recordMyVital')
  async recordMyVital(
    request: RequestOf<'recordMyVital'>,
    actor: Actor,
  ): Promise<ResponseOf<'recordMyVital'>> {
    return this.recordVital.mine(actor, request);
  }

  @Route('removeMyVital')
  async removeMyVital(request: RequestOf<'removeMyVital'>, actor: Actor): Promise<void> {
    return this.removeVital.run(actor, request.params.vitalId);
  }

  @Route('saveMyVitalLimit')
  async saveMyVitalLimit(
    request: RequestOf<'saveMyVitalLimit'>,
    actor: Actor,
  ): Promise<ResponseOf<'saveMyVitalLimit'>> {
    return this.vitalLimits.save(actor, request);
  }

  @Route('listMyVitalDevices')
  async listMyVitalDevices(
    request: RequestOf<'listMyVitalDevices'>,
    actor: Actor,
  ): Promise<ResponseOf<'listMyVitalDevices'>> {
    return this.vitalDevices.list(actor, request.params.patientId);
  }

  @Route('addMyVitalDevice')
  async addMyVitalDevice(
    request: RequestOf<'addMyVitalDevice'>,
    actor: Actor,
  ): Promise<ResponseOf<'addMyVitalDevice'>> {
    return this.vitalDevices.add(actor, request);
  }

  @Route('removeMyVitalDevice')
  async removeMyVitalDevice(
    request: RequestOf<'removeMyVitalDevice'>,
    actor: Actor,
  ): Promise<void> {
    return this.vitalDevices.remove(actor, request.params.vitalDeviceId);
  }

  @Route('receiveVitals')
  async receiveVitals(
    request: RequestOf<'receiveVitals'>,
    actor: Actor,
  ): Promise<ResponseOf<'receiveVitals'>> {
    return this.receiveReadings.run(actor, currentRequest().headers, rawBody(), request.body);
  }

  @Route('listPatientVitals')
  async listPatientVitals(
    request: RequestOf<'listPatientVitals'>,
    actor: Actor,
  ): Promise<ResponseOf<'listPatientVitals'>> {
    return this.readVitals.forStaff(actor, request);
  }

  @Route('recordPatientVital')
  async recordPatientVital(
    request: RequestOf<'recordPatientVital'>,
    actor: Actor,
  ): Promise<ResponseOf<'recordPatientVital'>> {
    return this.recordVital.atClinic(actor, request);
  }

  @Route('listVitalAlarms')
  async listVitalAlarms(
    request: RequestOf<'listVitalAlarms'>,
    actor: Actor,
  ): Promise<ResponseOf<'listVitalAlarms'>> {
    return this.vitalAlarms.list(actor, request.query);
  }

  @Route('acknowledgeVitalAlarm')
  async acknowledgeVitalAlarm(
    request: RequestOf<'acknowledgeVitalAlarm'>,
    actor: Actor,
  ): Promise<ResponseOf<'acknowledgeVitalAlarm'>> {
    return this.vitalAlarms.acknowledge(actor, request);
  }
}
