import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import { ageOn, maskName, type Gender } from '@suizhen/contract';
import {
  AppError,
  Database,
  KernelContext,
  localDateOf,
  Settings,
  type LocalDate,
} from '../../../kernel';
import { hospitalName } from '../../appointments';
import { Accounts } from '../../identity';
import type { Reader, Subject } from './paper';
import type { TicketHolder } from '../../files';

interface SubjectRow extends Record<string, unknown> {
  name: string;
  gender: Gender;
  birth_date: LocalDate;
  card_number: string;
}

const genders: Record<Gender, string> = {
  male: '男',
  female: '女',
  other: '其他',
  unknown: '未说明',
};

/** Whom a paper is about, and who has it made. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class PaperSubjects {
  @Inject()
  database: Database;
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  settings: Settings;
  @Inject()
  accounts: Accounts;

  /** @param at the age is that of the day of the paper */
  async of(patientId: string, at: Date, isMasked: boolean): Promise<Subject> {
    const [row] = await this.database.query<SubjectRow>(
      `select name, gender, birth_date::text, card_number from patient where id = $1`,
      [patientId],
    );
    if (!row) throw new AppError('NOT_FOUND');
    return {
      hospital: await this.settings.get(hospitalName),
      name: isMasked ? maskName(row.name) : row.name,
      gender: genders[row.gender],
      age: ageOn(row.birth_date, localDateOf(at)),
      cardNumber: row.card_number,
    };
  }

  async readerOf(holder: TicketHolder): Promise<Reader> {
    const at = this.kernelContext.clock.now();
    if (holder.kind === 'staff') return { name: holder.name, at };
    return { name: await this.nameOf(holder.accountId), at };
  }

  /** An account has no name of its own: that of its person, else the end of its phone. */
  private async nameOf(accountId: string): Promise<string> {
    const [row] = await this.database.query<{ name: string }>(
      `select p.name from proxy x join patient p on p.id = x.patient_id
        where x.account_id = $1 and x.relation = 'self' and x.ended_at is null
        order by x.created_at limit 1`,
      [accountId],
    );
    if (row) return row.name;
    const phone = await this.accounts.phone(accountId);
    return phone ? `手机尾号 ${phone.slice(-4)}` : '代办家人';
  }
}
