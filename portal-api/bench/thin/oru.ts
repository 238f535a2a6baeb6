/**
 * The floor for HL7: what a careful programmer would write for ORU^R01 alone. A socket, `split`, one
 * statement for the report and its items, and the answer. No escapes, no encodings, nothing sealed, no
 * repeats, no quarantine.
 */
import { createServer } from 'node:net';
import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 12 });

const insertSql = `
  with r as (
    insert into thin_report (report_no, patient_no, code, name, issued_at)
    values ($1, $2, $3, $4, $5) returning id
  )
  insert into thin_result (report_id, position, code, name, value, unit, range_text, flag)
  select r.id, x.position, x.code, x.name, x.value, x.unit, x.range_text, x.flag
    from r, unnest($6::int[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[])
      as x (position, code, name, value, unit, range_text, flag)`;

async function take(text: string): Promise<string> {
  const segments = text.split('\r').map((line) => line.split('|'));
  const named = (name: string) => segments.filter((segment) => segment[0] === name);
  const [msh] = named('MSH');
  const [pid] = named('PID');
  const [obr] = named('OBR');
  const items = named('OBX');
  const column = (field: number, component = 0) =>
    items.map((obx) => obx[field]?.split('^')[component] ?? '');
  const [code, name] = obr![4]!.split('^');
  await pool.query({
    name: 'oru',
    text: insertSql,
    values: [
      obr![3],
      pid![3]!.split('^')[0],
      code,
      name,
      timeOf(obr![22]!),
      items.map((_, index) => index),
      column(3),
      column(3, 1),
      items.map((obx) => obx[5] ?? ''),
      items.map((obx) => obx[6] ?? ''),
      items.map((obx) => obx[7] ?? ''),
      items.map((obx) => obx[8] ?? ''),
    ],
  });
  return `MSH|^~\\&|THIN|||||| ACK|${msh![9]}|P|2.4\rMSA|AA|${msh![9]}\r`;
}

const timeOf = (text: string) =>
  new Date(text.replace(/^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/, '$1-$2-$3T$4:$5:$6+08:00'));

const server = createServer((socket) => {
  let kept = Buffer.alloc(0);
  socket.on('error', () => socket.destroy());
  socket.on('data', (packet) => {
    kept = Buffer.concat([kept, packet]);
    const end = kept.indexOf('\x1c\r');
    if (end === -1) return;
    const text = kept.subarray(1, end).toString('utf8');
    kept = kept.subarray(end + 2);
    take(text).then(
      (answer) => socket.write(`\x0b${answer}\x1c\r`),
      () => socket.destroy(),
    );
  });
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('thin'));
process.on('SIGTERM', () => process.exit(0));
