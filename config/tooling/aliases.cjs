/** Where imports by alias lead, in the form that dependency-cruiser reads. */
const path = require('node:path');

const root = path.resolve(__dirname, '../..');

module.exports = ({ workspace }) => ({
  resolve: {
    alias: {
      '@suizhen/contract/wire$': path.join(root, 'portal-api/contract/src/wire/index.ts'),
      '@suizhen/contract$': path.join(root, 'portal-api/contract/src/index.ts'),
      '@suizhen/contract': path.join(root, 'portal-api/contract/src'),
      '@': path.join(root, workspace, 'src'),
    },
  },
});
