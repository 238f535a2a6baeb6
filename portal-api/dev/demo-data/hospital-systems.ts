import { demoMapping } from '../simulators/his/views-mapping';
import { addRows, type DemoContext } from './demo-context';
import { branchId } from './directory';
import { demoId } from './seeded';

export const systemId = (code: string): string => demoId('external-system', code);

/** As the simulated hospital answers when nothing moves its ports; the launcher says where it does. */
const at = {
  his: process.env['SIM_HIS_URL'] || 'http://127.0.0.1:7325',
  listenPort: Number(process.env['SIM_HL7_LISTENER_PORT'] || 7327),
  mllpPort: Number(process.env['SIM_HIS_MLLP_PORT'] || 7326),
  views: process.env['SIM_HIS_VIEWS_URL'] || 'postgres://his_reader:local@127.0.0.1:7310/his',
};

/**
 * The systems of the two branches, and where the pictures are. The main branch has FHIR and a laboratory that
 * sends HL7; the other gives views to read and takes HL7.
 * @returns when the demonstration began: the records of the hospital end there
 */
export async function addHospitalSystems({ sql, secrets, now }: DemoContext): Promise<Date> {
  const rows = systems().map(({ secret, ...row }) => ({
    ...row,
    id: systemId(row.code),
    secret_cipher: secrets.encryptOptional(secret),
    is_enabled: true,
    created_at: now,
    version: 1,
  }));
  await addRows(sql, 'external_system', rows);
  for (const row of rows) {
    // Ports may have moved since; what somebody changed by hand stays as it is.
    await sql.query(
      `update external_system set config = $2, secret_cipher = $3
        where id = $1 and version = 1 and config <> $2`,
      [row.id, JSON.stringify(row.config), row.secret_cipher],
    );
  }
  const viewer = JSON.stringify(`${at.his}/pacs/viewer?study={studyUid}`);
  await sql.query(
    `insert into setting (key, value, version, updated_at, updated_by_name)
     values ('records.pacsViewerUrl', $1, 1, $2, '演示数据')
     on conflict (key) do update set value = excluded.value where setting.version = 1`,
    [viewer, now],
  );
  const [first] = await sql.query<{ created_at: Date }>(
    `select created_at from external_system where id = $1`,
    [systemId('his-main')],
  );
  return first?.created_at ?? now;
}

function systems() {
  return [
    {
      code: 'his-main',
      name: '本部 HIS',
      kind: 'his',
      adapter: 'fhir',
      branch_id: branchId('MAIN'),
      config: { baseUrl: `${at.his}/fhir`, pageSize: 100 },
      secret: 'suizhen-local-his',
    },
    {
      code: 'lis-main',
      name: '本部检验系统',
      kind: 'lis',
      adapter: 'hl7',
      branch_id: branchId('MAIN'),
      config: { ...hl7, listenPort: at.listenPort, host: '', port: null },
      secret: '',
    },
    {
      code: 'his-park',
      name: '东湖 HIS（视图）',
      kind: 'his',
      adapter: 'views',
      branch_id: branchId('PARK'),
      config: { mapping: JSON.stringify(demoMapping, null, 2) },
      secret: at.views,
    },
    {
      code: 'his-park-hl7',
      name: '东湖 HIS（登记）',
      kind: 'his',
      adapter: 'hl7',
      branch_id: branchId('PARK'),
      config: { ...hl7, listenPort: null, host: '127.0.0.1', port: at.mllpPort },
      secret: '',
    },
  ];
}

/** Files for trying call themselves training more often than not. */
const hl7 = {
  encoding: 'utf-8',
  sendingApplication: 'SUIZHEN',
  allowedAddresses: ['127.0.0.1'],
  processingIds: ['P', 'T'],
};
