import type { Pool } from 'pg';
import type { HospitalPerson } from './people';

/** As an engineer of the hospital would write it down. */
export const viewsMapping = JSON.stringify({
  zone: 'Asia/Shanghai',
  views: {
    patient: {
      view: 'his_views.v_brxx',
      id: 'brid',
      changedAt: 'gxsj',
      columns: {
        name: 'xm',
        gender: { column: 'xb', codes: { '1': 'male', '2': 'female' } },
        birthDate: 'csrq',
        identityType: { constant: 'resident-id' },
        identityNumber: 'sfzh',
        phone: 'lxdh',
        address: 'dz',
        cardNumber: 'kh',
      },
    },
  },
});

/** A hospital whose system is a database of which one may read the views; these people and nobody else. */
export async function fillViews(sql: Pool, people: readonly HospitalPerson[]): Promise<void> {
  await sql.query(`
    create schema if not exists his_views;
    create table if not exists his_views.brxx (brid text primary key, xm text not null, xb text not null,
      csrq date not null, sfzh text, lxdh text, dz text, kh text, gxsj timestamp not null);
    create index if not exists brxx_gxsj on his_views.brxx (gxsj, brid);
    create or replace view his_views.v_brxx as select * from his_views.brxx;
    grant usage on schema his_views to suizhen_app;
    grant select on his_views.v_brxx to suizhen_app;
    truncate his_views.brxx`);
  await sql.query(
    `insert into his_views.brxx
     select x.id, x.name, case x.gender when 'male' then '1' else '2' end, x."birthDate", x."identityNumber",
       x.phone, x.address, x."cardNumber", x."changedAt" at time zone 'Asia/Shanghai'
       from json_to_recordset($1) as x (id text, name text, gender text, "birthDate" date, "identityNumber" text,
         phone text, address text, "cardNumber" text, "changedAt" timestamptz)`,
    [JSON.stringify(people)],
  );
  await sql.query('analyze his_views.brxx');
}
