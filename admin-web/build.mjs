// Builds the console and then, into folders of its result, the board and the kiosk.
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const configFile = fileURLToPath(new URL('./vite.config.ts', import.meta.url));

for (const mode of ['production', 'board', 'kiosk']) {
  await build({ configFile, mode, logLevel: 'warn' });
}
