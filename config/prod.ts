import type { UserConfigExport } from '@tarojs/cli';

const prod: UserConfigExport<'webpack5'> = {
  mini: {},
  h5: {
    // Source maps of a hospital's portal are of no use to its patients.
    enableSourceMap: false,
  },
};

export default prod;
