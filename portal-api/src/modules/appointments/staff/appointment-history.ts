import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import { chineseMoment, Database } from '../../../kernel';

type Entry = ResponseOf<'getAppointment'>['history'][number];

/** What changed an appointment or its money, in words. Looks are in the patient's own list. */
const words: Record<string, string> = {
  'appointment.hold': '选号，等待支付',
  'appointment.create': '预约成功',
  'appointment.confirm': '预约成功',
  'appointment.refused': '医院没有确认号源，预约已取消',
  'appointment.release': '放弃选号',
  'appointment.expire': '超时未支付，号源已释放',
  'appointment.cancel': '取消预约',
  'appointment.reschedule': '改约',
  'appointment.hold-move': '选定新时段，等待补差价',
  'appointment.abandon-move': '放弃改约，保留原时段',
  'appointment.suspend': '医生停诊',
  'appointment.arrive': '签到',
  'appointment.fulfil': '就诊完成',
  'appointment.noshow': '未到诊',
  'appointment.print': '打印预约单',
  'payment.create': '前台收费',
  'payment.succeed': '微信支付成功',
  'refund.request': '发起退款',
  'refund.desk': '前台退费',
  'refund.succeed': '退款到账',
  'refund.abnormal': '退款异常，需人工处理',
};

/** Where the hospital still has to say yes to it. */
const wordsBeforeConfirmation: typeof words = {
  'appointment.create': '预约提交，等待医院确认',
  'appointment.confirm': '预约提交，等待医院确认',
};

/** What the hospital, where it owns the number, was asked and has answered. */
interface HospitalAnswer {
  hospital_awaited_at: Date | null;
  hospital_confirmed_at: Date | null;
}

@Provide()
@Scope(ScopeEnum.Singleton)
export class AppointmentHistory {
  @Inject()
  database: Database;

  async of(appointmentId: string, answer: HospitalAnswer): Promise<Entry[]> {
    const rows = await this.database.query<{
      at: Date;
      action: string;
      actor_kind: 'staff' | 'account' | 'device' | 'system';
      actor_name: string;
      from_starts_at: Date | null;
      to_starts_at: Date | null;
    }>(
      `select at, action, actor_kind, actor_name, m.from_starts_at, s.starts_at as to_starts_at from audit_event
         left join reschedule m on m.id = (detail ->> 'rescheduleId')::uuid
         left join slot s on s.id = m.to_slot_id
        where action = any($2) and outcome = 'ok'
          and at >= (select created_at - interval '1 day' from appointment where id = $1::uuid)
          and resource_id = any(array(
            select $1::text
            union all select id::text from payment_order where appointment_id = $1::uuid
            union all select f.id::text from refund f join payment_order o on o.id = f.payment_id
                       where o.appointment_id = $1::uuid))
        order by at, audit_event.id limit 200`,
      [appointmentId, Object.keys(words)],
      'appointment-history',
    );
    const said = answer.hospital_awaited_at ? { ...words, ...wordsBeforeConfirmation } : words;
    const entries = rows.map((row) => ({
      at: row.at.toISOString(),
      what: (said[row.action] ?? row.action) + wayOf(row.from_starts_at, row.to_starts_at),
      who: whoIs(row.actor_kind, row.actor_name),
    }));
    const at = answer.hospital_confirmed_at?.toISOString();
    if (at === undefined) return entries;
    const before = entries.filter((entry) => entry.at <= at);
    const confirmed = { at, what: '医院已确认', who: '医院系统' };
    return [...before, confirmed, ...entries.slice(before.length)];
  }
}

/** From when to when a visit moved. */
function wayOf(from: Date | null, to: Date | null): string {
  return from && to ? `：${chineseMoment(from)} → ${chineseMoment(to)}` : '';
}

function whoIs(kind: 'staff' | 'account' | 'device' | 'system', name: string): string {
  if (kind === 'staff' || kind === 'device') return name;
  if (kind === 'account') return '患者';
  return name === 'wechat-pay' ? '微信支付' : '系统';
}
