import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { DentalPictureMoment, DentalWorkState, ResponseOf } from '@suizhen/contract';
import { Audit, Database, type Actor, type LocalDate } from '../../../kernel';
import { FileStore } from '../../files';
import { requireAccount } from '../../identity';
import { Proxies, shortStaffName } from '../../patients';
import { ArchiveReach } from '../archive-reach';
import { callingSql } from '../staff-calling';

export type DentalRecord = ResponseOf<'getMyDentalRecord'>;

interface By extends Record<string, unknown> {
  staff_name: string;
  staff_role: string | null;
}

interface NoteRow extends By {
  id: string;
  tooth: string;
  finding: string;
  treatment: string;
  noted_at: Date;
}

interface PictureRow extends Record<string, unknown> {
  id: string;
  file_id: string;
  moment: DentalPictureMoment;
  tooth: string | null;
  caption: string;
  taken_on: LocalDate;
  pair_key: string;
}

interface OrderRow extends Record<string, unknown> {
  id: string;
  order_no: string;
  item: string;
  teeth: string[];
  laboratory: string;
  shade: string;
  state: DentalWorkState;
  due_on: LocalDate | null;
  version: number;
}

interface StepRow extends By {
  work_order_id: string;
  state: DentalWorkState;
  at: Date;
  note: string;
}

/** More than the mouth of anybody has seen; a limit all the same. */
const shown = 500;
const by = `s.name as staff_name, ${callingSql} as staff_role`;

/** The teeth of a patient: what was noted, pictured and made. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class DentalRecords {
  @Inject()
  database: Database;
  @Inject()
  audit: Audit;
  @Inject()
  proxies: Proxies;
  @Inject()
  archiveReach: ArchiveReach;
  @Inject()
  fileStore: FileStore;

  async mine(actor: Actor, patientId: string): Promise<DentalRecord> {
    await this.proxies.require(requireAccount(actor).accountId, patientId);
    return this.of(patientId, ({ staff_name: name, staff_role: role }) =>
      shortStaffName(name, role ?? ''),
    );
  }

  async ofPatient(actor: Actor, patientId: string): Promise<DentalRecord> {
    const staff = await this.archiveReach.require(actor, 'archive.display', patientId);
    await this.audit.record(staff, {
      action: 'dental.display',
      resourceKind: 'dental',
      resourceId: patientId,
      patientId,
    });
    return this.forStaff(patientId);
  }

  /** What an action of the staff has made of it. */
  forStaff(patientId: string): Promise<DentalRecord> {
    return this.of(patientId, (row) => row.staff_name);
  }

  private async of(patientId: string, nameOf: (row: By) => string): Promise<DentalRecord> {
    const notes = await this.database.query<NoteRow>(
      `select n.id, n.tooth, n.finding, n.treatment, n.noted_at, ${by} from tooth_note n
         join staff s on s.id = n.staff_id
        where n.patient_id = $1 order by n.noted_at desc, n.id desc limit ${shown}`,
      [patientId],
    );
    return {
      notes: notes.map((row) => ({
        id: row.id,
        tooth: row.tooth,
        finding: row.finding,
        treatment: row.treatment,
        notedAt: row.noted_at.toISOString(),
        notedBy: nameOf(row),
      })),
      pictures: await this.pictures(patientId),
      workOrders: await this.workOrders(patientId, nameOf),
    };
  }

  private async pictures(patientId: string): Promise<DentalRecord['pictures']> {
    const rows = await this.database.query<PictureRow>(
      `select id, file_id, moment, tooth, caption, taken_on::text as taken_on, pair_key from dental_picture
        where patient_id = $1 order by taken_on desc, id desc limit ${shown}`,
      [patientId],
    );
    const files = await this.fileStore.infosOf(rows.map((row) => row.file_id));
    return rows.flatMap((row) => {
      const file = files.get(row.file_id);
      if (!file) return [];
      const { id, moment, tooth, caption } = row;
      return { id, file, moment, tooth, caption, takenOn: row.taken_on, pairKey: row.pair_key };
    });
  }

  private async workOrders(
    patientId: string,
    nameOf: (row: By) => string,
  ): Promise<DentalRecord['workOrders']> {
    const orders = await this.database.query<OrderRow>(
      `select id, order_no, item, teeth, laboratory, shade, state, due_on::text as due_on, version
         from dental_work_order where patient_id = $1 order by created_at desc, id desc limit ${shown}`,
      [patientId],
    );
    const steps = await this.database.query<StepRow>(
      `select w.work_order_id, w.state, w.at, w.note, ${by} from dental_work_step w
         join staff s on s.id = w.staff_id
        where w.work_order_id = any($1) order by w.at, w.id`,
      [orders.map(({ id }) => id)],
    );
    return orders.map((order) => ({
      id: order.id,
      orderNo: order.order_no,
      item: order.item,
      teeth: order.teeth,
      laboratory: order.laboratory,
      shade: order.shade,
      state: order.state,
      dueOn: order.due_on,
      steps: steps
        .filter((step) => step.work_order_id === order.id)
        .map((step) => ({
          state: step.state,
          at: step.at.toISOString(),
          by: nameOf(step),
          note: step.note,
        })),
      version: order.version,
    }));
  }
}
