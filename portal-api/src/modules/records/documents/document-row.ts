import type { DocumentCategory, ResponseOf } from '@suizhen/contract';
import type { LocalDate } from '../../../kernel';
import { shortStaffName } from '../../patients';
import { callingSql } from '../staff-calling';

export type HealthDocument = ResponseOf<'addMyDocument'>;
type FileInfo = HealthDocument['files'][number];

export interface DocumentRow extends Record<string, unknown> {
  id: string;
  patient_id: string;
  category: DocumentCategory;
  title: string;
  hospital_name: string;
  document_date: LocalDate | null;
  account_id: string | null;
  staff_id: string | null;
  staff_name: string | null;
  staff_role: string | null;
  added_at: Date;
  file_ids: string[];
}

/** What was taken back is nobody's any more. */
export const selectDocuments = (tail: string) => `
  select h.id, h.patient_id, h.category, h.title, h.hospital_name, h.document_date::text as document_date, h.account_id,
    h.staff_id, s.name as staff_name, ${callingSql} as staff_role, h.added_at,
    array(select file_id from health_document_file f where f.document_id = h.id order by position) as file_ids
  from health_document h left join staff s on s.id = h.staff_id
  where h.removed_at is null and ${tail}`;

/** Whom a document is shown to: an account reads who of the family added it, staff read the full name. */
export type DocumentReader = { accountId: string } | 'staff';

function addedBy(row: DocumentRow, reader: DocumentReader): string {
  if (row.staff_name !== null) {
    if (reader === 'staff') return row.staff_name;
    return shortStaffName(row.staff_name, row.staff_role ?? '');
  }
  if (reader === 'staff') return '患者或家属';
  return row.account_id === reader.accountId ? '您' : '家人';
}

export function presentDocument(
  row: DocumentRow,
  files: ReadonlyMap<string, FileInfo>,
  reader: DocumentReader,
): HealthDocument {
  return {
    id: row.id,
    patientId: row.patient_id,
    category: row.category,
    title: row.title,
    hospitalName: row.hospital_name,
    documentDate: row.document_date,
    files: row.file_ids.flatMap((id) => files.get(id) ?? []),
    addedAt: row.added_at.toISOString(),
    addedBy: addedBy(row, reader),
  };
}
