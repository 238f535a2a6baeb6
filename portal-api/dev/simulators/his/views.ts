import { Client } from 'pg';
import { localText } from '../../../src/adapters/his-views/zone';
import type { Hospital } from './data/model';

const ZONE = 'Asia/Shanghai';

/** As many HIS write it: names in pinyin initials, codes for words, times without a zone. */
const tables = `
  create schema if not exists his_views;
  create table if not exists brxx (brid text primary key, xm text not null, xb text not null, csrq date not null,
    sfzh text, lxdh text, dz text, kh text, hbbrid text, gxsj timestamp not null);
  create table if not exists jzxx (jzh text primary key, brid text not null, jzlx text not null, jzzt text not null,
    ksdm text, ksmc text, ysdm text, ysxm text, kssj timestamp not null, jssj timestamp, zs text, clyj text, jy text,
    gxsj timestamp not null);
  create table if not exists zdxx (zdid text primary key, jzh text, brid text not null, zdbm text, zdmc text not null,
    zzdbz text, zdsj timestamp not null, gxsj timestamp not null);
  create table if not exists yzxx (yzid text primary key, jzh text, brid text not null, yzlb text not null, xmdm text,
    xmmc text not null, yf text, sl text, zt text, kdsj timestamp not null, gxsj timestamp not null);
  create table if not exists sfxx (sfid text primary key, jzh text, brid text not null, xmdm text, xmmc text not null,
    sl text, je numeric(12, 2) not null, tfbz text not null, sfsj timestamp not null, gxsj timestamp not null);
  create table if not exists bgxx (bgdh text primary key, jzh text, brid text not null, bglb text not null, bgdm text,
    bgmc text not null, bgbh text, zt text not null, bb text, ksdm text, ksmc text, sqys text, jyz text, shz text,
    cysj timestamp, jssj timestamp, shsj timestamp, bgsj timestamp not null, jcsj text, jcjl text, jch text,
    gxsj timestamp not null);
  create table if not exists pbxx (pbid text primary key, ysdm text not null, ysxm text not null, ksdm text not null,
    kssj timestamp not null, jssj timestamp not null, xhs int not null, fsjg int not null, tzbz text not null,
    gxsj timestamp not null);
  create table if not exists bgmx (bgdh text not null, xh int not null, xmdm text, xmmc text not null, jg text not null,
    dw text, ckfw text, ckxx numeric, cksx numeric, ycbz text, wjz text, ff text, gxsj timestamp not null,
    primary key (bgdh, xh));`;

const names = ['brxx', 'pbxx', 'jzxx', 'zdxx', 'yzxx', 'sfxx', 'bgxx', 'bgmx'];

export interface ViewsOptions {
  /** A superuser's address: the database and its reader are made by it. */
  adminUrl: string;
  /** As the product reads: the role and its password are taken from it. */
  readerUrl: string;
}

/** The database of the second branch's HIS, with views that one role may read. */
export class HisViews {
  private constructor(
    private readonly client: Client,
    private readonly schema: string,
  ) {}

  static async open({ adminUrl, readerUrl }: ViewsOptions): Promise<HisViews> {
    const reader = new URL(readerUrl);
    const database = reader.pathname.slice(1);
    const admin = new Client({ connectionString: adminUrl });
    await admin.connect();
    try {
      await ensureReader(admin, reader.username, decodeURIComponent(reader.password));
      const found = await admin.query('select 1 from pg_database where datname = $1', [database]);
      if (found.rowCount === 0) await admin.query(`create database ${quoted(database)}`);
      await admin.query(`revoke connect on database ${quoted(database)} from public`);
      await admin.query(
        `grant connect on database ${quoted(database)} to ${quoted(reader.username)}`,
      );
    } finally {
      await admin.end();
    }
    const own = new URL(adminUrl);
    own.pathname = `/${database}`;
    const client = new Client({ connectionString: own.href });
    // A database that goes away is started again by the launcher; the views stay as they were.
    client.on('error', () => undefined);
    await client.connect();
    await client.query(`set timezone to '${ZONE}'`);
    await client.query(tables);
    const schema = 'his_views';
    for (const name of names) {
      await client.query(
        `create or replace view ${schema}.v_${name} as select * from public.${name}`,
      );
    }
    await client.query(`grant usage on schema ${schema} to ${quoted(reader.username)}`);
    await client.query(
      `grant select on all tables in schema ${schema} to ${quoted(reader.username)}`,
    );
    return new HisViews(client, schema);
  }

  async fill(hospital: Hospital): Promise<void> {
    await this.client.query('begin');
    for (const [table, rows] of Object.entries(rowsOf(hospital))) {
      const known = await this.client.query(`select 1 from ${table} limit 1`);
      if (known.rowCount) continue;
      await this.client.query(
        `insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1)
         on conflict do nothing`,
        [JSON.stringify(rows)],
      );
    }
    await this.client.query('commit');
  }

  /** A line of a report was wrong, and is corrected in its place. */
  async correct(reportNo: string, item: string, value: string, at: Date): Promise<void> {
    await this.client.query(`update bgmx set jg = $3, gxsj = $4 where bgdh = $1 and xmdm = $2`, [
      reportNo,
      item,
      value,
      localText(at, ZONE),
    ]);
  }

  async close(): Promise<void> {
    await this.client.end().catch(() => undefined);
  }
}

async function ensureReader(admin: Client, role: string, password: string): Promise<void> {
  const found = await admin.query('select 1 from pg_roles where rolname = $1', [role]);
  const verb = found.rowCount === 0 ? 'create' : 'alter';
  await admin.query(`${verb} role ${quoted(role)} login password ${admin.escapeLiteral(password)}`);
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const time = (at: Date | null): string | null => (at ? localText(at, ZONE) : null);

const sexCodes = { male: '1', female: '2' };
const visitCodes = { outpatient: '01', emergency: '02', inpatient: '04', 'physical-exam': '09' };
const stateCodes = { planned: '0', 'in-progress': '1', finished: '2', cancelled: '9' };
const reportCodes = {
  lab: 'JY',
  imaging: 'JC',
  pathology: 'BL',
  'physical-exam': 'TJ',
  'dental-picture': 'KQ',
};
const orderCodes = { medication: '1', lab: '2', imaging: '3', procedure: '4', dental: '5' };

/** Which code means what, as it stands in the mapping of the demonstration. */
export const viewCodes = {
  sex: inverted(sexCodes),
  visit: inverted(visitCodes),
  state: inverted(stateCodes),
  report: inverted(reportCodes),
  order: inverted(orderCodes),
};

function inverted(codes: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(codes).map(([word, code]) => [code, word]));
}

function rowsOf({ clinics, patients, visits }: Hospital) {
  const first = visits[0]?.is.startedAt ?? new Date(0);
  const of = <T>(list: (visit: Hospital['visits'][number]) => T[]): T[] => visits.flatMap(list);
  return {
    brxx: patients.map((one) => ({
      brid: one.id,
      xm: one.name,
      xb: sexCodes[one.gender],
      csrq: one.birthDate,
      sfzh: one.identityNumber,
      lxdh: one.phone,
      dz: one.address,
      kh: one.cardNumber,
      hbbrid: null,
      gxsj: time(first),
    })),
    pbxx: clinics.map(({ id, doctor, isCancelled, madeAt, numbers }) => ({
      pbid: id,
      ysdm: doctor.code,
      ysxm: doctor.name,
      ksdm: doctor.departmentCode,
      kssj: time(numbers[0]!.startsAt),
      jssj: time(numbers.at(-1)!.endsAt),
      xhs: numbers.length,
      fsjg: 30,
      tzbz: isCancelled ? '1' : '0',
      gxsj: time(madeAt),
    })),
    jzxx: visits.map(({ id, is, ...visit }) => ({
      jzh: id,
      brid: visit.patientId,
      jzlx: visitCodes[is.class],
      jzzt: stateCodes[is.status],
      ksdm: visit.departmentCode,
      ksmc: is.departmentName,
      ysdm: visit.doctorCode,
      ysxm: is.doctorName,
      kssj: time(is.startedAt),
      jssj: time(is.endedAt),
      zs: is.chiefComplaint,
      clyj: is.treatment,
      jy: is.advice,
      gxsj: time(is.endedAt ?? is.startedAt),
    })),
    zdxx: of((visit) =>
      visit.diagnoses.map(({ id, is }) => ({
        zdid: id,
        jzh: visit.id,
        brid: visit.patientId,
        zdbm: is.code,
        zdmc: is.name,
        zzdbz: is.isMain ? '1' : '0',
        zdsj: time(is.recordedAt),
        gxsj: time(is.recordedAt),
      })),
    ),
    yzxx: of((visit) =>
      visit.orders.map(({ id, is }) => ({
        yzid: id,
        jzh: visit.id,
        brid: visit.patientId,
        yzlb: orderCodes[is.kind],
        xmdm: is.code,
        xmmc: is.name,
        yf: is.dosage,
        sl: is.quantityText,
        zt: is.status,
        kdsj: time(is.orderedAt),
        gxsj: time(is.orderedAt),
      })),
    ),
    sfxx: of((visit) =>
      visit.charges.map(({ id, is }) => ({
        sfid: id,
        jzh: visit.id,
        brid: visit.patientId,
        xmdm: is.code,
        xmmc: is.name,
        sl: is.quantityText,
        je: is.amountFen / 100,
        tfbz: is.isCancelled ? '1' : '0',
        sfsj: time(is.chargedAt),
        gxsj: time(is.chargedAt),
      })),
    ),
    bgxx: of((visit) =>
      visit.reports.map(({ id, is }) => ({
        bgdh: id,
        jzh: visit.id,
        brid: visit.patientId,
        bglb: reportCodes[is.kind],
        bgdm: is.code,
        bgmc: is.name,
        bgbh: is.reportNo,
        zt: is.status,
        bb: is.specimen,
        ksdm: visit.departmentCode,
        ksmc: is.departmentName,
        sqys: is.requesterName,
        jyz: is.performerName,
        shz: is.reviewerName,
        cysj: time(is.collectedAt),
        jssj: time(is.receivedAt),
        shsj: time(is.reviewedAt),
        bgsj: time(is.issuedAt),
        jcsj: is.findings,
        jcjl: is.conclusion,
        jch: is.studyUid,
        gxsj: time(is.issuedAt),
      })),
    ),
    bgmx: of((visit) =>
      visit.reports.flatMap(({ id, is }) =>
        is.observations.map((line, index) => ({
          bgdh: id,
          xh: index + 1,
          xmdm: line.code,
          xmmc: line.name,
          jg: line.value,
          dw: line.unit,
          ckfw: line.rangeText,
          ckxx: line.rangeLow,
          cksx: line.rangeHigh,
          ycbz: line.flag,
          wjz: line.isCritical ? '1' : '0',
          ff: line.method,
          gxsj: time(is.issuedAt),
        })),
      ),
    ),
  };
}
