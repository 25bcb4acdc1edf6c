// The floors of the house: a package imports only from floors below it, through entry points, and nothing imports an app.
const tools = '(evidence|statistics|solver|ledger|documents)';
const parts = '(workforce|services|assurance|registers)';
const adapters = '(store|runner|serving|client)';

module.exports = {
  forbidden: [
    {
      name: 'tools-stand-alone',
      comment: 'A tool imports no other package.',
      severity: 'error',
      from: { path: `^packages/${tools}/` },
      to: { path: '^(packages|apps)/', pathNot: '^packages/$1/' },
    },
    {
      name: 'parts-use-tools-only',
      comment: 'A part imports tools. The one edge between parts is services → workforce.',
      severity: 'error',
      from: { path: `^packages/${parts}/` },
      to: { path: `^(packages/(${parts}|${adapters})|apps)/`, pathNot: ['^packages/$1/', '^packages/workforce/'] },
    },
    {
      name: 'only-services-use-workforce',
      severity: 'error',
      from: { path: '^packages/(assurance|registers)/' },
      to: { path: '^packages/workforce/' },
    },
    {
      name: 'adapters-use-parts-and-tools-only',
      severity: 'error',
      from: { path: `^packages/${adapters}/` },
      to: { path: `^(packages/${adapters}|apps)/`, pathNot: '^packages/$1/' },
    },
    {
      name: 'apps-stand-alone',
      comment: 'What two apps need is written once, in a package.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'entry-points-only',
      comment: 'Another package is reached through its index, not through a file of its inside.',
      severity: 'error',
      from: { path: '^(packages|apps)/([^/]+)/' },
      to: { path: '^packages/', pathNot: ['^packages/$2/', '^packages/[^/]+/(src|dist)/index\\.'] },
    },
    {
      name: 'pure-floors-know-no-machine',
      comment: 'Tools and parts run unchanged in Node, in a worker and in the browser.',
      severity: 'error',
      from: { path: `^packages/(${tools}|${parts})/`, pathNot: '\\.(test|bench)\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-circle',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'known-libraries-only',
      comment: 'A library that a package does not name in its package.json.',
      severity: 'error',
      from: { path: '^(packages|apps)/', pathNot: '\\.(test|bench)\\.ts$' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev', 'undetermined'], pathNot: '^packages/' },
    },
    {
      name: 'resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '/dist/'] },
    exclude: { path: ['\\.test\\.ts$', '\\.bench\\.ts$'] },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'import', 'default'] },
  },
};
