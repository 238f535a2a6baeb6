import { Controller, Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { RequestOf, ResponseOf } from '@suizhen/contract';
import {
  currentRequest,
  Database,
  KernelContext,
  newToken,
  Route,
  setSessionCookies,
  type Actor,
  type DeviceActor,
} from '../../../kernel';
import { StaffSessionPresenter } from '../staff/staff-session.presenter';
import { requireDevice } from './devices';
import { PairDevice } from './pair-device';

/** As long as browsers keep a cookie at most: what ends a device's token is staff, not time. */
const maxAgeSeconds = 400 * 86_400;

@Provide()
@Scope(ScopeEnum.Singleton)
@Controller('/')
export class DeviceController {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  database: Database;
  @Inject()
  pairDeviceUseCase: PairDevice;
  @Inject()
  staffSessionPresenter: StaffSessionPresenter;

  @Route('pairDevice')
  async pairDevice(
    { body }: RequestOf<'pairDevice'>,
    { meta }: Actor,
  ): Promise<ResponseOf<'pairDevice'>> {
    const { actor, token } = await this.pairDeviceUseCase.run(body, meta);
    this.setCookies(token, newToken());
    return this.present(actor);
  }

  /** Sets the cookies once more, so that a display that runs for years stays known. */
  @Route('getDeviceSession')
  async getDeviceSession(
    _request: RequestOf<'getDeviceSession'>,
    actor: Actor,
  ): Promise<ResponseOf<'getDeviceSession'>> {
    const { cookies } = currentRequest();
    const token = cookies.get('suizhen_board', { signed: false });
    const csrf = cookies.get('csrf_board', { signed: false }) || newToken();
    if (token) this.setCookies(token, csrf);
    return this.present(requireDevice(actor));
  }

  private setCookies(token: string, csrf: string): void {
    const isSecure = this.kernelContext.config.PUBLIC_URL.startsWith('https://');
    setSessionCookies(currentRequest(), 'board', { token, csrf, maxAgeSeconds, isSecure });
  }

  private async present(device: DeviceActor): Promise<ResponseOf<'getDeviceSession'>> {
    const [row] = await this.database.query<{ branch_name: string; department_names: string[] }>(
      `select b.name as branch_name, array(
          select dp.name from department dp where dp.id = any($2) order by dp.sort_order, dp.name
        ) as department_names
         from branch b where b.id = $1`,
      [device.branchId, device.departmentIds],
    );
    return {
      deviceId: device.deviceId,
      kind: device.deviceKind,
      name: device.name,
      hospitalName: await this.staffSessionPresenter.hospitalName(),
      branchName: row?.branch_name ?? '',
      departmentNames: row?.department_names ?? [],
    };
  }
}
