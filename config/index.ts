import path from 'node:path';
import { defineConfig, type UserConfigExport } from '@tarojs/cli';
import { requireWithEsbuild } from '@tarojs/helper';
import type * as routeRegistry from '../miniprogram/src/app/routes';
import dev from './dev';
import prod from './prod';

const root = path.resolve(__dirname, '..');
const fromRoot = (...parts: string[]) => path.resolve(root, ...parts);

// Taro compiles this folder only; the page registry lives with the app.
const { h5Addresses } = requireWithEsbuild(
  fromRoot('miniprogram/src/app/routes.ts'),
) as typeof routeRegistry;

const target = process.env['TARO_ENV'] ?? 'h5';
// In the browser the API is on the same origin; a mini-program must name its host.
const apiBase = process.env['API_BASE'] ?? (target === 'weapp' ? 'http://127.0.0.1:7300' : '');

const cssModules = {
  enable: true,
  config: { namingPattern: 'module', generateScopedName: '[name]__[local]___[hash:base64:5]' },
} as const;

// The contract is TypeScript source outside of sourceRoot, so the compiler has to be told about it.
const contractSource = fromRoot('portal-api/contract/src');

// .babelrc.js reaches its own package only; as configFile it also covers the contract's.
const withRootConfig = (options: object) => ({
  ...options,
  babelrc: false,
  configFile: fromRoot('.babelrc.js'),
});

const base: UserConfigExport<'webpack5'> = {
  projectName: 'suizhen',
  date: '2026-11-21',
  designWidth: 375,
  deviceRatio: { 375: 2, 640: 2.34 / 2, 750: 1, 828: 1.81 / 2 },
  sourceRoot: 'miniprogram/src',
  outputRoot: `miniprogram/dist/${target}`,
  plugins: [fromRoot('config/aria-plugin.ts')],
  alias: {
    '@': fromRoot('miniprogram/src'),
    '@suizhen/contract/wire': path.join(contractSource, 'wire'),
  },
  defineConstants: {
    API_BASE: JSON.stringify(apiBase),
    APP_VERSION: JSON.stringify(process.env['npm_package_version'] ?? '0.1.0'),
  },
  copy: {
    patterns:
      target === 'h5'
        ? [
            {
              from: 'miniprogram/src/static/favicon.svg',
              to: 'miniprogram/dist/h5/static/favicon.svg',
            },
          ]
        : [],
    options: {},
  },
  framework: 'react',
  compiler: { type: 'webpack5', prebundle: { enable: false } },
  cache: { enable: false },
  logger: { quiet: false, stats: false },
  terser: {
    enable: true,
    // With quoted keys Terser turns `#field` into `"#field"` and the chunk no longer parses.
    config: { output: { quote_keys: false } },
  },
  mini: {
    compile: { include: [contractSource] },
    // CSS modules do not depend on the order of their files.
    miniCssExtractPluginOption: { ignoreOrder: true },
    postcss: { pxtransform: { enable: true, config: {} }, cssModules },
    webpackChain(chain, webpack) {
      chain.module.rule('script').use('babelLoader').tap(withRootConfig);
      // WeChat has no AbortController, and react-query fails silently without one.
      chain.plugin('abort-controller').use(webpack.ProvidePlugin, [
        {
          AbortController: [
            fromRoot('miniprogram/src/shared/request/abort-controller.ts'),
            'AbortController',
          ],
        },
      ]);
    },
  },
  h5: {
    compile: { include: [contractSource] },
    publicPath: '/',
    staticDirectory: 'static',
    webpackChain(chain) {
      chain.module.rule('script').use('babelLoader').tap(withRootConfig);
      // What two pages share is loaded once instead of with each of them.
      chain.optimization.splitChunks({
        chunks: 'async',
        cacheGroups: {
          shared: {
            name: 'shared',
            test: /miniprogram[\\/]src[\\/](shared|app)|portal-api[\\/]contract|node_modules/,
            minChunks: 2,
            enforce: true,
          },
        },
      });
    },
    // Readable addresses; the API answers unknown paths with index.html.
    router: { mode: 'browser', customRoutes: h5Addresses },
    output: {
      filename: 'js/[name].[contenthash:8].js',
      chunkFilename: 'js/[name].[chunkhash:8].js',
    },
    miniCssExtractPluginOption: {
      ignoreOrder: true,
      filename: 'css/[name].[contenthash:8].css',
      chunkFilename: 'css/[name].[chunkhash:8].css',
    },
    postcss: {
      autoprefixer: { enable: true, config: {} },
      // The column is at most 560 px wide, so lengths stay px instead of growing with the window.
      pxtransform: { enable: false, config: {} },
      cssModules,
    },
  },
};

export default defineConfig<'webpack5'>(async (merge) =>
  merge({}, base, process.env['NODE_ENV'] === 'production' ? prod : dev),
);
