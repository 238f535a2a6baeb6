import path from 'node:path';
import { defineConfig } from 'vitest/config';

const root = path.resolve(import.meta.dirname, '../..');
const at = (file: string): string => path.join(root, file);

const contract = [
  {
    find: /^@suizhen\/contract\/wire$/,
    replacement: at('portal-api/contract/src/wire/index.ts'),
  },
  { find: /^@suizhen\/contract$/, replacement: at('portal-api/contract/src/index.ts') },
  { find: /^@suizhen\/contract\/(.+)$/, replacement: at('portal-api/contract/src/$1') },
];

// The mini-program's components need WeChat or a browser build; tests draw them with stand-ins.
const taro = [
  { find: /^@tarojs\/components$/, replacement: at('miniprogram/test/taro-components.tsx') },
  { find: /^@tarojs\/taro$/, replacement: at('miniprogram/test/taro.ts') },
  { find: /^@\//, replacement: at('miniprogram/src') + '/' },
];

const never = ['**/node_modules/**', '**/dist/**'];
const withDatabase = '**/*.api.test.ts';
const journey = '**/*.journey.test.ts';
/** Journeys that are measured by the clock, or kill and crowd on purpose: they get the machine alone. */
const timed = [
  'portal-api/e2e/{board,board-and-kiosk,places}.journey.test.ts',
  'portal-api/dev/launcher/start.journey.test.ts',
];
// What comes late on a busy machine is not missing: the second given by default is soon over.
const patience = { expect: { poll: { timeout: 15_000 } } };
const slow = { testTimeout: 20_000, hookTimeout: 60_000, ...patience };
const wholeProduct = {
  pool: 'forks' as const,
  globalSetup: [at('portal-api/test/support/built-product.ts')],
  testTimeout: 120_000,
  hookTimeout: 300_000,
  ...patience,
};

export default defineConfig({
  root,
  test: {
    maxWorkers: '100%',
    projects: [
      {
        root,
        resolve: { alias: contract },
        test: {
          name: 'unit',
          include: ['portal-api/**/*.test.ts', 'config/**/*.test.ts'],
          exclude: [...never, withDatabase, journey],
          ...slow,
        },
      },
      {
        root,
        resolve: {
          alias: [...contract, { find: /^@\//, replacement: at('admin-web/src') + '/' }],
          dedupe: ['react', 'react-dom'],
        },
        test: {
          name: 'admin',
          environment: 'jsdom',
          setupFiles: [at('config/tooling/testing-library.setup.ts')],
          include: ['admin-web/src/**/*.test.{ts,tsx}'],
          exclude: never,
          css: false,
          ...slow,
        },
      },
      {
        root,
        resolve: { alias: [...contract, ...taro], dedupe: ['react', 'react-dom'] },
        test: {
          name: 'miniprogram',
          environment: 'jsdom',
          setupFiles: [at('config/tooling/testing-library.setup.ts')],
          include: ['miniprogram/{src,test}/**/*.test.{ts,tsx}'],
          exclude: [...never, journey],
          css: { modules: { classNameStrategy: 'non-scoped' } },
          ...slow,
        },
      },
      {
        root,
        resolve: { alias: contract },
        test: {
          name: 'module',
          include: [`portal-api/${withDatabase}`],
          exclude: never,
          globalSetup: [at('portal-api/test/support/test-server.ts')],
          pool: 'forks',
          maxWorkers: 2,
          // Apart from the others, which take every core there is.
          sequence: { groupOrder: 1 },
          ...slow,
        },
      },
      {
        root,
        resolve: { alias: contract },
        test: {
          name: 'journeys',
          include: [journey],
          exclude: [...never, ...timed],
          ...wholeProduct,
          // They mostly wait for pages and processes: two products at a time are what two cores carry.
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        root,
        resolve: { alias: contract },
        test: {
          name: 'journeys-alone',
          include: timed,
          exclude: never,
          ...wholeProduct,
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
