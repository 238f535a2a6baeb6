import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { AppError, KernelContext, Settings } from '../../../kernel';
import type { LockedAppointment } from '../ending/appointment.repository';
import { cancelBefore, moveRefusal } from '../reading/appointment.rules';
import { moveCutoffMinutes, moveLimit, moveWithin } from './rescheduling.settings';

type Span = 'doctor' | 'department' | 'branch';

interface Where {
  id: string;
  doctor_id: string;
  department_id: string;
  branch_id: string;
}

const spanWords: Record<Span, string> = {
  doctor: '只能改到同一位医生的其他时段',
  department: '只能改到同一科室的其他时段',
  branch: '只能改到同一院区的其他时段',
};

/** What a patient may still do with a visit, for showing and for refusing. */
export interface MoveAllowance {
  whyNot: string;
  movesLeft: number;
  before: Date;
  within: Span;
}

/** How often, how late and how far a visit may be moved. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class MoveRules {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;

  /** @throws INVALID_STATE, RESCHEDULE_NOT_ALLOWED with the reason */
  async require(
    appointment: LockedAppointment,
    target: Where,
    move: { ignoresLimits?: boolean },
  ): Promise<void> {
    if (appointment.status !== 'booked') throw new AppError('INVALID_STATE');
    if (appointment.slot_id === target.id) throw refused('已经是这个时段');
    if (move.ignoresLimits) return;
    if (appointment.is_suspended) throw new AppError('INVALID_STATE');
    const { whyNot, within } = await this.allowance(appointment);
    if (whyNot) throw refused(whyNot);
    if (appointment[`${within}_id`] !== target[`${within}_id`]) throw refused(spanWords[within]);
  }

  async allowance(
    appointment: Pick<
      LockedAppointment,
      'status' | 'starts_at' | 'reschedule_count' | 'is_suspended' | 'is_awaited'
    >,
  ): Promise<MoveAllowance> {
    const rules = {
      moveCutoffMinutes: await this.settings.get(moveCutoffMinutes),
      moveLimit: await this.settings.get(moveLimit),
    };
    const refusal = moveRefusal(appointment, rules, this.kernelContext.clock.now());
    const words = {
      INVALID_STATE: '这个预约现在不能改约',
      CUTOFF_PASSED: '已过网上改约时间，请联系医院前台',
      LIMIT_REACHED:
        rules.moveLimit === 0
          ? '请联系医院前台改约'
          : `已改约 ${rules.moveLimit} 次，请联系医院前台`,
    };
    return {
      whyNot: appointment.is_awaited ? '医院确认后才能改约' : refusal ? words[refusal] : '',
      movesLeft: Math.max(0, rules.moveLimit - appointment.reschedule_count),
      before: cancelBefore(appointment.starts_at, rules.moveCutoffMinutes),
      within: await this.settings.get(moveWithin),
    };
  }
}

function refused(message: string): AppError {
  return new AppError('RESCHEDULE_NOT_ALLOWED', { message });
}
