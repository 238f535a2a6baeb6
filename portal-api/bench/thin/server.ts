/**
 * The floor: what a careful programmer would write for one endpoint alone. Koa and pg, one statement per
 * request, no sign-in, no audit, no outbox.
 */
import { createDecipheriv, createVerify } from 'node:crypto';
import Koa from 'koa';
import { Pool } from 'pg';
import { itemsJson, reportColumns } from '../../src/modules/records/reading/report.sql';
import { searchMyReportsSql } from '../../src/modules/records/reading/search-my-reports.sql';
import { myTrendSql } from '../../src/modules/records/reading/trend.sql';
import { doctorSlotsSql } from '../../src/modules/appointments/availability/list-doctor-slots';
import { listValues, trendValues } from '../report-values';

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 12 });
const publicKey = process.env.WECHAT_PAY_PUBLIC_KEY!;
const apiV3Key = process.env.WECHAT_PAY_API_V3_KEY!;

const bookSql = `
  with p as (
    select slot_id, number from thin_place where slot_id = $1 and not is_taken
     order by number limit 1 for update skip locked
  ), t as (
    update thin_place x set is_taken = true from p where x.slot_id = p.slot_id and x.number = p.number
    returning x.slot_id, x.number
  )
  insert into thin_appointment (slot_id, number, patient_id) select slot_id, number, $2 from t returning id`;

const paidSql = `
  with e as (insert into thin_event (id) values ($1) on conflict do nothing returning id)
  update thin_payment set paid_at = now() from e where payment_no = $2 and paid_at is null`;

async function bodyOf(ctx: Koa.ParameterizedContext): Promise<string> {
  let text = '';
  ctx.req.setEncoding('utf8');
  for await (const chunk of ctx.req) text += chunk as string;
  return text;
}

async function book(ctx: Koa.ParameterizedContext): Promise<void> {
  const { slotId, patientId } = JSON.parse(await bodyOf(ctx)) as Record<string, string>;
  const { rows } = await pool.query<{ id: string }>({
    name: 'book',
    text: bookSql,
    values: [slotId, patientId],
  });
  ctx.status = rows.length ? 200 : 409;
  ctx.body = { id: rows[0]?.id };
}

async function slots(ctx: Koa.ParameterizedContext): Promise<void> {
  const { doctorId, date } = ctx.query;
  const { rows } = await pool.query({
    name: 'slots',
    text: doctorSlotsSql,
    values: [doctorId, date, new Date(0)],
  });
  ctx.body = { items: rows };
}

const reportSql = `
  with m as materialized (select ${reportColumns} from diagnostic_report r where r.id = $1)
  select m.*, ${itemsJson('released')} as items from m`;

async function report(ctx: Koa.ParameterizedContext): Promise<void> {
  const { rows } = await pool.query({ name: 'report', text: reportSql, values: [ctx.query['id']] });
  ctx.body = rows[0];
}

async function reports(ctx: Koa.ParameterizedContext): Promise<void> {
  const { accountId, patientId } = ctx.query as Record<string, string>;
  const values = listValues(accountId!, patientId!);
  const { rows } = await pool.query({ name: 'reports', text: searchMyReportsSql.text, values });
  ctx.body = rows[0];
}

async function trend(ctx: Koa.ParameterizedContext): Promise<void> {
  const { accountId, patientId } = ctx.query as Record<string, string>;
  const values = trendValues(accountId!, patientId!);
  const { rows } = await pool.query({ name: 'trend', text: myTrendSql.text, values });
  ctx.body = { items: rows };
}

async function notify(ctx: Koa.ParameterizedContext): Promise<void> {
  const text = await bodyOf(ctx);
  const header = (name: string) => ctx.get(`Wechatpay-${name}`);
  const isOurs = createVerify('RSA-SHA256')
    .update(`${header('Timestamp')}\n${header('Nonce')}\n${text}\n`)
    .verify(publicKey, header('Signature'), 'base64');
  if (!isOurs) return void (ctx.status = 401);
  const { id, resource } = JSON.parse(text) as {
    id: string;
    resource: { ciphertext: string; nonce: string; associated_data: string };
  };
  const sealed = Buffer.from(resource.ciphertext, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', apiV3Key, resource.nonce);
  decipher.setAuthTag(sealed.subarray(-16));
  decipher.setAAD(Buffer.from(resource.associated_data));
  const plain =
    decipher.update(sealed.subarray(0, -16), undefined, 'utf8') + decipher.final('utf8');
  const { out_trade_no } = JSON.parse(plain) as { out_trade_no: string };
  await pool.query({ name: 'paid', text: paidSql, values: [id, out_trade_no] });
  ctx.status = 204;
}

const routes: Record<string, (ctx: Koa.ParameterizedContext) => Promise<void>> = {
  '/book': book,
  '/slots': slots,
  '/notify': notify,
  '/report': report,
  '/reports': reports,
  '/trend': trend,
};

const app = new Koa();
app.use(async (ctx) => routes[ctx.path]?.(ctx));
const server = app.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('thin'));
process.on('SIGTERM', () => server.close(() => process.exit(0)).closeAllConnections());
