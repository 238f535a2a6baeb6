import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { maskName, type RequestOf, type ResponseOf } from '@suizhen/contract';
import { addDays, Audit, Database, KernelContext, realTime, type Actor } from '../../../kernel';
import { Policy } from '../../identity';
import { maskedPhoneOf } from '../../patients';
import { patternSql } from './booking-patterns.sql';

type Pattern = ResponseOf<'listBookingPatterns'>['items'][number];

interface PatternRow extends Record<string, unknown> {
  patient_id: string | null;
  patient_name: string | null;
  phone_cipher: string | null;
  origin: string | null;
  patients: number;
  accounts: number;
  booked: number;
  cancelled: number;
  no_shows: number;
  last_at: Date;
  score: string;
}

const shown = 100;
const dayMs = 86_400_000;

/** Booking patterns over the last days, masked; how the score is made stands with the statements. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class BookingPatterns {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  audit: Audit;
  @Inject()
  policy: Policy;

  async run(
    actor: Actor,
    { kind, days }: RequestOf<'listBookingPatterns'>['query'],
  ): Promise<ResponseOf<'listBookingPatterns'>> {
    const staff = this.policy.require(actor, 'credit.analyse');
    const firstDay = addDays(this.kernelContext.clock.today(), -days);
    const values: unknown[] = [firstDay, new Date(realTime.now().getTime() - days * dayMs)];
    const columns = { branch: 'a.branch_id', department: 'a.department_id', doctor: 'a.doctor_id' };
    const scope = this.policy.scopeCondition(
      this.policy.scope(staff, 'credit.analyse'),
      columns,
      values,
    );
    const rows = await this.database.query<PatternRow>(
      // Every statement may name both days; PostgreSQL wants each of them typed.
      `select found.* from (${patternSql[kind](scope)}) found
        where $1::date is not null and $2::timestamptz is not null
        order by score desc, last_at desc limit ${shown}`,
      values,
    );
    await this.audit.record(staff, {
      action: 'credit.analyse',
      resourceKind: 'credit',
      detail: { kind, days, rows: rows.length },
    });
    // Who analyses without looking at people gets no way to them.
    const mayOpen = staff.grants.has('credit.display');
    return { items: rows.map((row) => this.present(row, mayOpen, kind)) };
  }

  private present(row: PatternRow, mayOpen: boolean, kind: Pattern['kind']): Pattern {
    return {
      kind,
      subject: this.subjectOf(row),
      patientId: mayOpen ? row.patient_id : null,
      patients: row.patients,
      accounts: row.accounts,
      booked: row.booked,
      cancelled: row.cancelled,
      noShows: row.no_shows,
      lastAt: row.last_at.toISOString(),
      score: Math.round(Number(row.score)),
    };
  }

  private subjectOf(row: PatternRow): string {
    if (row.patient_name) return maskName(row.patient_name);
    const phone = maskedPhoneOf(this.kernelContext.secrets, row.phone_cipher);
    if (phone) return phone;
    const origin = row.origin ?? '';
    if (origin.startsWith('device:')) return `设备 ${shortCode(origin.slice(7))}`;
    if (origin.startsWith('address:')) return `网络 ${maskAddress(origin.slice(8))}`;
    // An account of WeChat alone has no phone.
    return `账号 ${shortCode(origin.replaceAll('-', '').slice(-12))}`;
  }
}

function shortCode(text: string): string {
  return text
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 6)
    .toUpperCase();
}

/** 203.0.113.7 → 203.0.*.*; 2001:db8:1:2:… → 2001:db8:* */
function maskAddress(address: string): string {
  const plain = address.replace(/^::ffff:/i, '');
  const octets = plain.split('.');
  if (octets.length === 4) return `${octets[0]}.${octets[1]}.*.*`;
  return `${plain.split(':').slice(0, 2).join(':')}:*`;
}
