import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { DoctorTitle, RequestOf, ResponseOf } from '@suizhen/contract';
import { Database } from '../../kernel';
import { titleNames } from './title-names';

type SearchHit = ResponseOf<'searchDirectory'>['items'][number];

interface HitRow extends Record<string, unknown> {
  kind: SearchHit['kind'];
  title: string;
  doctor_id: string | null;
  doctor_name: string | null;
  doctor_title: DoctorTitle | null;
  department_id: string;
  department_name: string;
  branch_id: string;
  branch_name: string;
}

const atMost = 20;

/** 0 = the very word, 1 = begins so, 2 = holds it. */
const textRank = (column: string) => `
  case when ${column} = $1 then 0 when starts_with(${column}, $1) then 1
       when position($1 in ${column}) > 0 then 2 end`;
const initialsRank = (column: string) => `
  case when ${column} = $2 then 1 when starts_with(${column}, $2) then 3 end`;
// People also type a sentence around the word: 高血压怎么办.
const wordRank = `
  case when word = $1 then 0 when starts_with(word, $1) then 2 when position($1 in word) > 0 then 3
       when length(word) >= 2 and position(word in $1) > 0 then 4 end`;

// A hospital group has some thousand doctors at most: one pass over them is a matter of milliseconds.
const searchSql = `
  with house as (
    select department.id as department_id, department.name as department_name,
      department.pinyin_initials as department_initials, department.disease_words as department_words,
      branch.id as branch_id, branch.name as branch_name
    from department join branch on branch.id = department.branch_id
    where department.is_active and branch.is_active and ($3::uuid is null or branch.id = $3)
  ), hit as (
    select 'department' as kind, 1 as kind_order, department_name as title, null::uuid as doctor_id,
      null as doctor_name, null as doctor_title, house.*,
      least(${textRank('department_name')}, ${initialsRank('department_initials')}) as rank
    from house
    union all
    select 'doctor', 0, doctor.name, doctor.id, doctor.name, doctor.title, house.*,
      least(${textRank('doctor.name')}, ${initialsRank('doctor.pinyin_initials')})
    from house join doctor on doctor.department_id = house.department_id and doctor.is_active
    union all
    select 'disease', 2, word, null, null, null, house.*, ${wordRank}
    from house cross join unnest(department_words) as word
    union all
    select 'disease', 3, word, doctor.id, doctor.name, doctor.title, house.*, ${wordRank}
    from house join doctor on doctor.department_id = house.department_id and doctor.is_active
    cross join unnest(doctor.disease_words) as word
  )
  select kind, title, doctor_id, doctor_name, doctor_title, department_id, department_name, branch_id,
    branch_name
  from hit where rank is not null
  order by rank, kind_order, length(title), title, doctor_name, branch_name, department_id, doctor_id
  limit ${atMost}`;

/** Doctors and departments by name, pinyin initials or disease word, the closest first. */
@Provide()
@Scope(ScopeEnum.Singleton)
export class SearchDirectory {
  @Inject()
  database: Database;

  async run({
    q,
    branchId,
  }: RequestOf<'searchDirectory'>['query']): Promise<ResponseOf<'searchDirectory'>> {
    const rows = await this.database.query<HitRow>(
      searchSql,
      [q, q.toLowerCase(), branchId ?? null],
      'directory-search',
    );
    return { items: rows.map(presentHit) };
  }
}

function presentHit(row: HitRow): SearchHit {
  return {
    kind: row.kind,
    title: row.title,
    subtitle: subtitleOf(row),
    doctorId: row.doctor_id,
    departmentId: row.department_id,
    branchId: row.branch_id,
    branchName: row.branch_name,
  };
}

function subtitleOf(row: HitRow): string {
  if (row.kind === 'department') return row.branch_name;
  if (!row.doctor_title) return row.department_name;
  const title = titleNames[row.doctor_title];
  return row.kind === 'doctor'
    ? `${title} · ${row.department_name}`
    : `${row.doctor_name} ${title} · ${row.department_name}`;
}
