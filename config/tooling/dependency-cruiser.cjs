/** The house rules of who may import whom; `npm run boundaries` holds the code to them. */

const path = require('node:path');

const optionsOf = (workspace) => ({
  doNotFollow: { path: 'node_modules' },
  exclude: { path: '(^|/)dist/' },
  tsPreCompilationDeps: true,
  tsConfig: { fileName: path.resolve(__dirname, '../../portal-api/tsconfig.json') },
  webpackConfig: { fileName: path.join(__dirname, 'aliases.cjs'), env: { workspace } },
  enhancedResolveOptions: {
    extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    exportsFields: ['exports'],
    conditionNames: ['import', 'require', 'node', 'default', 'types'],
    // Some packages carry types and nothing else.
    mainFields: ['main', 'types'],
  },
});

// Ground floor first: a module imports only what stands before it, and only through its index.ts.
const floors = [
  'identity',
  'files',
  'delivery',
  'work',
  'directory',
  'patients',
  'payments',
  'appointments',
  'records',
  'messaging',
  'integration',
  'upkeep',
];

const upward = floors.slice(0, -1).map((module, index) => ({
  name: `${module}-imports-only-floors-above`,
  comment: 'What must flow the other way goes as an event or through a port.',
  severity: 'error',
  from: { path: `^portal-api/src/modules/${module}/`, pathNot: '\\.test\\.ts$' },
  to: { path: `^portal-api/src/modules/(${floors.slice(index + 1).join('|')})/` },
}));

module.exports = {
  forbidden: [
    {
      name: 'no-unresolved-import',
      comment: 'No rule holds an import of which it is not known where it leads, as by an alias.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-cycle',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    ...upward,
    {
      name: 'modules-through-their-door',
      comment: 'Import modules/<name>, never a file inside it.',
      severity: 'error',
      from: { path: '^portal-api/src/modules/([^/]+)/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^portal-api/src/modules/([^/]+)/.+',
        pathNot: ['^portal-api/src/modules/$1/', '^portal-api/src/modules/[^/]+/index\\.ts$'],
      },
    },
    {
      name: 'kernel-knows-no-module',
      severity: 'error',
      from: { path: '^portal-api/src/kernel/' },
      to: { path: '^portal-api/src/(modules|adapters|worker|web)/' },
    },
    {
      name: 'source-never-imports-simulators',
      comment: 'What is simulated lives behind the network.',
      severity: 'error',
      from: { path: '^portal-api/src/', pathNot: '\\.test\\.ts$' },
      to: { path: '^portal-api/(dev|test|e2e|bench|prove)/' },
    },
    {
      name: 'modules-know-no-adapter',
      comment: 'Modules declare ports; the composition root brings the adapters.',
      severity: 'error',
      from: { path: '^portal-api/src/modules/', pathNot: '\\.test\\.ts$' },
      to: { path: '^portal-api/src/adapters/' },
    },
    {
      name: 'wire-is-free-of-zod',
      severity: 'error',
      from: { path: '^portal-api/contract/src/(wire|pure)/' },
      to: { path: '(^|/)zod|^portal-api/contract/src/[^/]+\\.ts$' },
    },
    {
      name: 'mini-program-carries-types-and-wire-only',
      severity: 'error',
      from: { path: '^miniprogram/src/' },
      to: {
        path: '^portal-api/contract/src/(?!wire/|pure/)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'subpackages-stay-apart',
      comment: 'WeChat forbids one subpackage to require the code of another.',
      severity: 'error',
      from: { path: '^miniprogram/src/packages/([^/]+)/' },
      to: { path: '^miniprogram/src/packages/([^/]+)/', pathNot: '^miniprogram/src/packages/$1/' },
    },
    {
      name: 'main-package-needs-no-subpackage',
      severity: 'error',
      from: { path: '^miniprogram/src/(pages|shared)/' },
      to: { path: '^miniprogram/src/packages/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'features-stay-apart',
      severity: 'error',
      from: { path: '^admin-web/src/features/([^/]+)/' },
      to: {
        path: '^admin-web/src/features/([^/]+)/',
        pathNot: '^admin-web/src/features/($1|shared)/',
      },
    },
    {
      name: 'shared-knows-no-feature',
      severity: 'error',
      from: { path: '^admin-web/src/shared/' },
      to: { path: '^admin-web/src/(features|app)/' },
    },
  ],
  options: optionsOf('portal-api'),
};

// Not enumerable: the tool takes this object for its configuration.
Object.defineProperty(module.exports, 'withAliasesOf', {
  value: (workspace) => ({ ...module.exports, options: optionsOf(workspace) }),
});
