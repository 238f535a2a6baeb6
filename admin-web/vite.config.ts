import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type UserConfig } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const api = process.env.SUIZHEN_API ?? 'http://127.0.0.1:7300';

const shared: UserConfig = {
  plugins: [react()],
  resolve: {
    alias: [
      // The source, so that a change of the contract needs no build of its own.
      { find: /^@suizhen\/contract$/, replacement: at('../portal-api/contract/src/index.ts') },
      { find: /^@suizhen\/contract\/(.+)$/, replacement: at('../portal-api/contract/src/$1') },
      { find: /^@\//, replacement: at('./src') + '/' },
    ],
    dedupe: ['react', 'react-dom'],
  },
};

const staffConsole: UserConfig = {
  ...shared,
  root: at('.'),
  base: '/admin/',
  server: { port: 7340, proxy: { '/api': api } },
  build: {
    outDir: at('./dist'),
    emptyOutDir: true,
    target: 'es2022',
    // One chunk above 500 kB before gzip is antd itself; config/tooling/sizes.mjs holds the budget.
    chunkSizeWarningLimit: 900,
  },
};

/** A small app of its own in a folder of the console's result. Televisions have browsers of some age. */
const screen = (name: string): UserConfig => ({
  ...shared,
  root: at(`./${name}`),
  base: `/${name}/`,
  build: { outDir: at(`./dist/${name}`), emptyOutDir: true, target: 'es2019' },
});

/** `--mode board` and `--mode kiosk` build the screens; build.mjs builds all three. */
export default defineConfig(({ mode }) =>
  mode === 'board' || mode === 'kiosk' ? screen(mode) : staffConsole,
);
