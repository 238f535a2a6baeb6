import { Client } from 'pg';

/**
 * Moves the hospital's clock to a later time before anything reads it. Forward only, like every move
 * of it: a clock that stands later already is left alone.
 */
export async function moveClockTo(ownerUrl: string, instant: Date): Promise<void> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const offsetMs = instant.getTime() - Date.now();
    await client.query(`update local_clock set offset_ms = greatest(offset_ms, $1)`, [offsetMs]);
  } finally {
    await client.end();
  }
}
