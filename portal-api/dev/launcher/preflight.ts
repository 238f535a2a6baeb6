import { Client } from 'pg';
import { realSystems } from '../front/real-systems';
import { isFree, messageOf, portBusy, StartProblem } from '../postgres';
import { PORTS, WATCH_PORTS, type PortName, type Ports } from './settings';

export function refuseRealSystems(env: NodeJS.ProcessEnv): void {
  const real = realSystems(env);
  if (real.length === 0) return;
  throw new StartProblem(
    `${real.join(', ')} ${real.length > 1 ? 'point' : 'points'} at a real system, but \`npm start\` ` +
      'is the local mode with demonstration accounts: unset it here, or run the production ' +
      'program `node portal-api/dist/src/main.js` as the README describes.',
  );
}

/** All ports at once, so that one start tells every clash. */
export async function checkPorts(ports: Ports, needed: PortName[]): Promise<void> {
  const known = { ...PORTS, ...WATCH_PORTS };
  const clashes = needed
    .filter((name, index) => needed.some((other, at) => at < index && ports[other] === ports[name]))
    .map((name) => `${known[name].variable}=${ports[name]} is used twice`);
  if (clashes.length > 0) throw new StartProblem(`${clashes.join('; ')}: give each its own port.`);
  const busy: string[] = [];
  for (const name of needed) {
    if (await isFree(ports[name])) continue;
    busy.push(portBusy(known[name].title, ports[name], known[name].variable));
  }
  if (busy.length > 0) throw new StartProblem(busy.join('\n'));
}

/** The database of one's own that DATABASE_URL names. */
export async function checkDatabase(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
  } catch (error) {
    const { host, pathname } = new URL(url);
    throw new StartProblem(
      `The database ${host}${pathname} of DATABASE_URL does not answer (${reason(error)}): ` +
        'start it, correct DATABASE_URL, or unset it to use the PostgreSQL that comes along.',
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

function reason(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join(', ');
  return messageOf(error);
}
