/** The same rules where `@/` means the console's source. */
const rules = require('./dependency-cruiser.cjs');

module.exports = rules.withAliasesOf('admin-web');
