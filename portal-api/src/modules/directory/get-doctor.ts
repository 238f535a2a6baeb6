import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import { AppError, Database } from '../../kernel';
import {
  presentDoctorSummary,
  selectDoctorSummaries,
  type DoctorSummaryRow,
} from './doctor-summary';
import { AvailabilityHolder } from './ports';

/** A doctor's page. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class GetDoctor {
  @Inject()
  database: Database;
  @Inject()
  availabilityHolder: AvailabilityHolder;

  async run(doctorId: string): Promise<ResponseOf<'getDoctor'>> {
    const [row] = await this.database.query<DoctorSummaryRow>(
      selectDoctorSummaries('doctor.id = $1'),
      [doctorId],
      'doctor-page',
    );
    if (!row) throw new AppError('NOT_FOUND', { message: '没有找到这位医生' });
    const known = await this.availabilityHolder.availability.ofDoctors([doctorId]);
    return {
      ...presentDoctorSummary(row, known.get(doctorId)),
      intro: row.intro,
      photoUrl: row.photo_url,
    };
  }
}
