import { createHmac, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { StartProblem } from '../postgres';
import { parseJson } from './instance';

const Secrets = z.object({ dataKey: z.string(), indexKey: z.string() });

/**
 * The keys that in production come from the hospital's own safe. Made once: what was encrypted
 * yesterday must be readable tomorrow, so a damaged file is refused and never replaced.
 */
export function localSecrets(dataDir: string): Record<string, string> {
  const secrets = load(path.join(dataDir, 'secrets.json'));
  return {
    DATA_KEYS: `local1:${secrets.dataKey}`,
    INDEX_KEY: secrets.indexKey,
    PACS_LINK_KEY: derivedKey(secrets.indexKey, 'pacs-link'),
  };
}

/** A secret that follows from another, so that it is the same tomorrow. */
export function derivedKey(key: string, purpose: string): string {
  return createHmac('sha256', key).update(purpose).digest('hex');
}

function load(file: string): z.infer<typeof Secrets> {
  if (fs.existsSync(file)) {
    const read = Secrets.safeParse(parseJson(fs.readFileSync(file, 'utf8')));
    if (read.success) return read.data;
    throw new StartProblem(`${file} is damaged: restore it, or begin anew with another DATA_DIR.`);
  }
  const key = (): string => randomBytes(32).toString('hex');
  const secrets = { dataKey: key(), indexKey: key() };
  fs.writeFileSync(file, JSON.stringify(secrets), { mode: 0o600, flush: true });
  return secrets;
}
