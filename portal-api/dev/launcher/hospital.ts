import { Client } from 'pg';
import type { DatabaseUrls } from './environment';
import { derivedKey } from './secrets';
import type { Ports } from './settings';

/** Where the systems of the simulated hospital answer: for the demonstration data and for themselves. */
export function hospitalSystems(
  env: Record<string, string>,
  ports: Ports,
  { url }: DatabaseUrls,
): Record<string, string> {
  const { hostname, port } = new URL(url);
  const password = derivedKey(env['INDEX_KEY'] ?? '', 'his-views').slice(0, 32);
  return {
    SIM_HIS_URL: `http://127.0.0.1:${ports.his}`,
    SIM_HIS_MLLP_PORT: String(ports.mllp),
    SIM_HL7_LISTENER_PORT: String(ports.hl7),
    SIM_HIS_VIEWS_URL: `postgres://his_reader:${password}@${hostname}:${port}/his`,
  };
}

/** The day on which the demonstration began: what the simulated hospital remembers ends there. */
export async function hospitalAnchor(ownerUrl: string): Promise<string> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ created_at: Date }>(
      `select created_at from external_system where code = 'his-main'`,
    );
    return rows[0]?.created_at.toISOString() ?? '';
  } finally {
    await client.end();
  }
}
