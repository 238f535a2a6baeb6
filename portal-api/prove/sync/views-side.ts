import { Client, Pool } from 'pg';
import { HisViews, viewCodes } from '../../dev/simulators/his/views';
import { localText } from '../../src/adapters/his-views/zone';
import { sleep } from '../../dev/postgres';
import { must } from '../proof';
import type { Random } from '../random';
import type { Stage } from '../stage';
import { values } from './fhir-side';
import type { Lines } from './fhir-truth';
import type { HospitalTime } from './hospital-time';
import { human, phoneOf } from './humans';

export const viewDeeds = {
  newPatient: 1,
  newPhone: 3,
  newCharge: 3,
  refund: 3,
  newReport: 3,
  correct: 4,
};

const reader = 'prove_reader';
const latestMs = 6 * 60_000;

type Row = Record<string, unknown>;

/** A hospital that lets its database be read: rows are changed in their place. */
export class ViewsSide {
  private readonly tables = {
    brxx: new Map<string, Row>(),
    sfxx: new Map<string, Row>(),
    bgxx: new Map<string, Row>(),
    bgmx: new Map<string, Row>(),
  };
  private readonly changedAt = new Map<string, number>();
  private writing: Promise<void> = Promise.resolve();
  private numbers = 0;

  private constructor(
    private readonly stage: Stage,
    private readonly database: string,
    private readonly views: HisViews,
    private readonly sql: Pool,
    private readonly time: HospitalTime,
    private readonly random: Random,
  ) {}

  static async open(stage: Stage, name: string, time: HospitalTime, random: Random) {
    const adminUrl = stage.url('postgres', 'postgres');
    const views = await HisViews.open({ adminUrl, readerUrl: readerUrlOf(stage, name) });
    const sql = new Pool({ connectionString: at(adminUrl, name), max: 1 });
    sql.on('error', () => undefined);
    const side = new ViewsSide(stage, name, views, sql, time, random);
    for (const deed of ['newPatient', 'newCharge', 'newReport'] as const) side.act(deed);
    await side.finish();
    return side;
  }

  get readerUrl(): string {
    return readerUrlOf(this.stage, this.database);
  }

  act(deed: keyof typeof viewDeeds): void {
    this.time.tick(this.random.between(1_000, 10_000));
    this[deed]();
  }

  /** What was decided is written, also past a database that is killed meanwhile. */
  finish(): Promise<void> {
    return this.writing;
  }

  async close(): Promise<void> {
    await this.views.close();
    await this.sql.end();
    const admin = new Client({ connectionString: this.stage.url('postgres', 'postgres') });
    await admin.connect();
    await admin.query(`drop database if exists ${this.database} with (force)`);
    await admin.end();
  }

  lines(): Lines {
    const { brxx, sfxx, bgxx, bgmx } = this.tables;
    const lines: Lines = new Map();
    for (const [id, { xm, lxdh }] of brxx) {
      lines.set(`patient ${id}`, `is ${id}`);
      lines.set(`person ${id}`, `${xm as string} ${lxdh as string}`);
    }
    for (const [id, { brid, je, tfbz }] of sfxx) {
      const fen = Math.round(Number(je) * 100);
      lines.set(`charge ${id}`, `${brid as string}  ${fen} ${tfbz === '1'}`);
    }
    for (const [id, { brid }] of bgxx) {
      const { xmdm, jg } = bgmx.get(`${id} 1`)!;
      lines.set(`report ${id}`, `${brid as string}  final ${xmdm as string}=${jg as string}`);
    }
    return lines;
  }

  private id(letter: string): string {
    return `${letter}${String(++this.numbers).padStart(5, '0')}`;
  }

  private write(table: keyof ViewsSide['tables'], key: string, row: Row): void {
    const late = this.random.chance(0.25) ? this.random.int(latestMs) : 0;
    this.tables[table].set(key, row);
    this.writing = this.writing.then(() => this.put(table, key, row, late));
  }

  /** One row, whole, stamped when it is written: a database that was away does not make it later than `late`. */
  private async put(table: string, key: string, row: Row, late: number): Promise<void> {
    const place = `${table} ${key}`;
    const names = [...Object.keys(row), 'gxsj'];
    const set = names.map((name) => `${name} = excluded.${name}`).join(', ');
    const keys = table === 'bgmx' ? 'bgdh, xh' : names[0]!;
    for (let tries = 0; ; tries++) {
      const changed = Math.max(
        this.time.now().getTime() - late,
        (this.changedAt.get(place) ?? 0) + 1,
      );
      this.changedAt.set(place, changed);
      const stamped = { ...row, gxsj: localText(new Date(changed), 'Asia/Shanghai') };
      try {
        await this.sql.query(
          `insert into ${table} (${names.join(', ')})
           select ${names.join(', ')} from jsonb_populate_record(null::${table}, $1)
           on conflict (${keys}) do update set ${set}`,
          [JSON.stringify(stamped)],
        );
        return;
      } catch (error) {
        must(tries < 120, 'the hospital cannot write its own database', (error as Error).message);
        await sleep(250);
      }
    }
  }

  private newPatient(): void {
    const id = this.id('BR');
    const patient = human(40_000 + this.numbers, id);
    this.write('brxx', id, {
      brid: id,
      xm: patient.name,
      xb: codeOf('sex', patient.gender),
      csrq: patient.birthDate,
      sfzh: patient.identityNumber,
      lxdh: patient.phone,
    });
  }

  private some(table: keyof ViewsSide['tables']): [string, Row] {
    return this.random.pick([...this.tables[table]].slice(-4));
  }

  private newPhone(): void {
    const [id, row] = this.some('brxx');
    const n = Number(/\d+/.exec(row['xm'] as string)![0]);
    this.write('brxx', id, { ...row, lxdh: phoneOf(n, this.random.int(3)) });
  }

  private newCharge(): void {
    const id = this.id('SF');
    this.write('sfxx', id, {
      sfid: id,
      brid: this.some('brxx')[0],
      xmmc: '血常规',
      je: this.random.between(1, 40) * 2.5,
      tfbz: '0',
      sfsj: localText(this.time.now(), 'Asia/Shanghai'),
    });
  }

  /** Given back, and charged again. */
  private refund(): void {
    const [id, row] = this.some('sfxx');
    this.write('sfxx', id, { ...row, tfbz: row['tfbz'] === '1' ? '0' : '1' });
  }

  private newReport(): void {
    const id = this.id('BG');
    const line = { bgdh: id, xh: 1, xmdm: 'K', xmmc: '钾', jg: this.value(), dw: 'mmol/L' };
    const report = {
      bgdh: id,
      brid: this.some('brxx')[0],
      bglb: codeOf('report', 'lab'),
      bgmc: '电解质',
      zt: 'final',
      bgsj: localText(this.time.now(), 'Asia/Shanghai'),
    };
    this.write('bgmx', `${id} 1`, { ...line, ycbz: 'N', wjz: '0' });
    this.write('bgxx', id, report);
  }

  private value(): string {
    return this.random.pick(values).toFixed(2);
  }

  /** A line in its place; the report is not touched. */
  private correct(): void {
    const [key, row] = this.some('bgmx');
    this.write('bgmx', key, { ...row, jg: this.value() });
  }
}

const codeOf = (kind: keyof typeof viewCodes, word: string): string =>
  Object.entries(viewCodes[kind]).find(([, known]) => known === word)![0];

function at(url: string, database: string): string {
  const own = new URL(url);
  own.pathname = `/${database}`;
  return own.href;
}

function readerUrlOf(stage: Stage, database: string): string {
  const url = new URL(at(stage.url('postgres', 'postgres'), database));
  url.username = reader;
  url.password = 'local';
  return url.href;
}
