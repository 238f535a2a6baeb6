import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type {
  RequestOf,
  ResponseOf,
  SuspensionCaseState,
  SuspensionReason,
} from '@suizhen/contract';
import { AppError, Audit, Database, UnitOfWork, type Actor } from '../../../kernel';
import { MyAppointments } from '../reading/my-appointments';
import { AnswerCase } from './answer-case';
import { CaseAlternatives } from './case-alternatives';
import { openCaseStates } from './suspension-case.states';
import { SuspensionCases } from './suspension-cases';

/** Never the illness of a doctor: that is nobody's business. */
const reasonTexts: Record<SuspensionReason, string> = {
  'doctor-ill': '医生临时不能出诊，给您带来不便，非常抱歉。',
  'doctor-away': '医生临时有工作安排不能出诊，给您带来不便，非常抱歉。',
  equipment: '因设备原因暂停门诊，给您带来不便，非常抱歉。',
  emergency: '因紧急情况暂停门诊，给您带来不便，非常抱歉。',
  other: '本次门诊临时停诊，给您带来不便，非常抱歉。',
};

interface MyCase extends Record<string, unknown> {
  id: string;
  state: SuspensionCaseState;
  answer_before: Date;
  reason: SuspensionReason;
}

/** A visit of one's own that does not take place: why, and what one wants instead. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class MySuspensionCase {
  @Inject()
  database: Database;
  @Inject()
  unitOfWork: UnitOfWork;
  @Inject()
  audit: Audit;
  @Inject()
  myAppointments: MyAppointments;
  @Inject()
  caseAlternatives: CaseAlternatives;
  @Inject()
  suspensionCases: SuspensionCases;
  @Inject()
  answerCase: AnswerCase;

  async get(actor: Actor, appointmentId: string): Promise<ResponseOf<'getMySuspensionCase'>> {
    await this.myAppointments.requireMine(actor, appointmentId);
    const found = await this.latest(appointmentId);
    if (found.state === 'told' || found.state === 'unreached') await this.reached(actor, found.id);
    const isOpen = openCaseStates.includes(found.state);
    const state = isOpen ? 'reached' : found.state;
    return {
      id: found.id,
      state,
      isOpen,
      reasonText: reasonTexts[found.reason],
      answerBefore: found.answer_before.toISOString(),
      appointment: await this.myAppointments.get(actor, appointmentId),
      alternatives: isOpen ? await this.caseAlternatives.of(appointmentId, 'wechat') : [],
    };
  }

  /** @throws INVALID_STATE when the case is resolved already, or the money lies at the desk */
  async answer(
    actor: Actor,
    appointmentId: string,
    answer: RequestOf<'answerMySuspensionCase'>['body'],
  ): Promise<ResponseOf<'answerMySuspensionCase'>> {
    await this.myAppointments.requireMine(actor, appointmentId);
    await this.unitOfWork.run(async (tx) => {
      const appointment = await this.answerCase.lock(tx, appointmentId);
      if (!appointment) throw new AppError('INVALID_STATE', { message: '这次停诊已经处理过了' });
      if (answer.choice === 'reschedule') {
        return this.answerCase.move(tx, actor, appointmentId, answer.slotId);
      }
      return this.answerCase.cancel(tx, actor, appointment, {
        by: 'patient',
        onDeskMoney: () => {
          throw new AppError('INVALID_STATE', { message: '已在医院前台缴费，请到前台退费' });
        },
      });
    });
    return this.myAppointments.get(actor, appointmentId);
  }

  private async latest(appointmentId: string): Promise<MyCase> {
    const [row] = await this.database.query<MyCase>(
      `select c.id, c.state, c.answer_before, s.reason from suspension_case c
         join clinic_suspension s on s.id = c.suspension_id
        where c.appointment_id = $1 order by c.created_at desc, c.id desc limit 1`,
      [appointmentId],
    );
    if (!row) throw new AppError('NOT_FOUND');
    return row;
  }

  private async reached(actor: Actor, caseId: string): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      if (!(await this.suspensionCases.reached(tx, caseId, 'inbox'))) return;
      const what = { action: 'suspension.reach', resourceKind: 'suspension' };
      await this.audit.record(actor, { ...what, resourceId: caseId }, tx);
    });
  }
}
