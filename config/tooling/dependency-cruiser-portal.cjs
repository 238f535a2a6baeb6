/** The same rules where `@/` means the patient app's source. */
const rules = require('./dependency-cruiser.cjs');

module.exports = rules.withAliasesOf('miniprogram');
