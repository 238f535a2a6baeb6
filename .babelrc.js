// Taro's own preset: the only thing at the root that is compiled by Babel is the mini-program.
module.exports = {
  presets: [['taro', { framework: 'react', ts: true, compiler: 'webpack5' }]],
};
