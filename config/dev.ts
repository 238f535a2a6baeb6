import type { UserConfigExport } from '@tarojs/cli';

const dev: UserConfigExport<'webpack5'> = {
  logger: { quiet: false, stats: true },
  h5: {
    devServer: {
      port: Number(process.env['H5_PORT'] ?? 7330),
      open: false,
      proxy: [{ context: ['/api'], target: process.env['API_PROXY'] ?? 'http://127.0.0.1:7300' }],
    },
  },
};

export default dev;
