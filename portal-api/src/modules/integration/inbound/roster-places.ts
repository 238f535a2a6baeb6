import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { ExternalIds } from '../agreement/external-ids';
import { InboundProblem, type CanonicalRoster } from '../canonical';
import type { Taking } from './inbound-row';
import { RecordPlaces } from './record-places';
import { AwaitedProblem } from './verdict';
import { WaitingMessages } from './waiting-messages';

export interface RosterPlace {
  doctorId: string;
  departmentId: string;
}

interface DoctorRow extends Record<string, unknown> {
  department_id: string;
  branch_id: string;
  is_active: boolean;
  has_service: boolean;
}

/** Whose clinic it is, and where: without either nobody can book it. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class RosterPlaces {
  @Inject()
  externalIds: ExternalIds;
  @Inject()
  recordPlaces: RecordPlaces;
  @Inject()
  waitingMessages: WaitingMessages;

  /** @throws InboundProblem for quarantine, saying what has to be set up here first */
  async require(taking: Taking, item: CanonicalRoster): Promise<RosterPlace> {
    const departmentId = await this.department(taking, item);
    const doctorId = await this.doctor(taking, item, departmentId);
    const [doctor] = await taking.tx.query<DoctorRow>(
      `select c.department_id, d.branch_id, c.is_active, s.id is not null as has_service
         from doctor c join department d on d.id = c.department_id
         left join service s on s.id = c.default_service_id and s.kind = 'registration' and s.is_active
        where c.id = $1`,
      [doctorId],
      'roster-doctor',
    );
    if (!doctor?.is_active) throw unknownDoctor('排班的医生在本系统已停用');
    if (!doctor.has_service) throw unknownDoctor('排班的医生没有默认挂号项目，请在医生资料中设置');
    if (departmentId === null && doctor.branch_id !== taking.system.branchId) {
      throw new InboundProblem('unknown-department', '排班没有科室，而医生属于其他院区');
    }
    return { doctorId, departmentId: departmentId ?? doctor.department_id };
  }

  private async department(
    taking: Taking,
    { departmentCode }: CanonicalRoster,
  ): Promise<string | null> {
    if (departmentCode === '') return null;
    const place = { departmentCode, departmentName: '' };
    const id = await this.recordPlaces.department(taking, place);
    if (id) return id;
    const code = departmentCode.slice(0, 40);
    throw new InboundProblem('unknown-department', `科室编码未对应：${code}`);
  }

  /** By their number, else by a name that only one doctor has; the number is known from then on. */
  private async doctor(
    taking: Taking,
    { doctorCode, doctorName }: CanonicalRoster,
    departmentId: string | null,
  ): Promise<string> {
    const named = { doctorCode, doctorName };
    const found =
      (await this.recordPlaces.doctor(taking, named, departmentId)) ??
      (await this.recordPlaces.doctor(taking, named, null));
    if (!found) {
      throw new AwaitedProblem(
        'unknown-practitioner',
        `排班的医生未对应：${(doctorCode || doctorName).slice(0, 40)}`,
        `practitioner:${doctorCode}`,
      );
    }
    if (doctorCode !== '') await this.remember(taking, doctorCode, found);
    return found;
  }

  /** What came before and waited for this doctor is taken in again. */
  private async remember({ tx, system }: Taking, code: string, doctorId: string): Promise<void> {
    if (await this.externalIds.find(tx, system.id, 'practitioner', code)) return;
    await this.externalIds.lock(tx, system.id, 'practitioner', code);
    await this.externalIds.put(tx, system.id, 'practitioner', code, doctorId);
    await this.waitingMessages.release(tx, system.id, `practitioner:${code}`);
  }
}

function unknownDoctor(text: string): InboundProblem {
  return new InboundProblem('unknown-practitioner', text);
}
