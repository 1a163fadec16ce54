import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';

/**
 * What may import what; `npm run check` holds it, type-only imports included. What is about words inside a file (built-ins
 * without their prefix, globals of Node, computed imports) is in eslint.config.js.
 *
 * Arrows point one way: apps → servers and terminals → verification contract and paycode → otp. What is not listed is forbidden, so a new package has
 * to be entered here, where its arrows are seen; and an arrow holds only where package.json declares the dependency too.
 */
const arrows = {
  'packages/otp': [],
  'packages/paycode': ['packages/otp'],
  'packages/foundation': [],
  'packages/postgres': ['packages/foundation'],
  'packages/payer-terminal': ['packages/foundation', 'packages/otp', 'packages/paycode'],
  'packages/cashier-terminal': ['packages/foundation', 'packages/paycode'],
  'packages/verification-contract': ['packages/foundation', 'packages/otp', 'packages/postgres'],
  'packages/integrity': ['packages/postgres', 'packages/verification-contract'],
  'packages/authentication-server': [
    'packages/foundation',
    'packages/otp',
    'packages/paycode',
    'packages/postgres',
    'packages/verification-contract',
  ],
  'packages/payment-platform': [
    'packages/foundation',
    'packages/integrity',
    'packages/otp',
    'packages/paycode',
    'packages/postgres',
    'packages/verification-contract',
  ],
  'apps/tally': [
    'packages/authentication-server',
    'packages/cashier-terminal',
    'packages/foundation',
    'packages/integrity',
    'packages/payer-terminal',
    'packages/paycode',
    'packages/payment-platform',
    'packages/postgres',
    'packages/verification-contract',
  ],
};

/** They run anywhere: no I/O, no Node, no DOM, no dependency but what the arrows say. */
const purePackages = ['packages/foundation', 'packages/otp', 'packages/paycode'];

/** What their main entry reaches also runs in a browser; what needs Node stands behind a subpath export. */
const browserPackages = ['packages/cashier-terminal', 'packages/payer-terminal'];

/** Test code may do more: it runs only here, never in front of a customer. */
const testCode = '\\.test\\.ts$|(^|/)(tests|testing|bench)/';
const source = '^(?:packages|apps)/';

function exactly(paths) {
  return paths.map((path) => `^${path.replaceAll('.', '\\.')}$`);
}

function inside(folders) {
  return folders.map((folder) => `^${folder}/`);
}

function isDeclared(folder, target) {
  const manifest = (path) =>
    JSON.parse(readFileSync(join(import.meta.dirname, path, 'package.json'), 'utf8'));
  return Object.hasOwn(manifest(folder).dependencies ?? {}, manifest(target).name);
}

const arrowRules = Object.entries(arrows).map(([folder, targets]) => ({
  name: `arrow from ${folder}`,
  comment: 'This arrow is not in the table, or package.json does not declare it.',
  severity: 'error',
  from: { path: `^${folder}/` },
  to: {
    path: source,
    pathNot: inside([folder, ...targets.filter((target) => isDeclared(folder, target))]),
  },
}));

export default {
  forbidden: [
    {
      name: 'circle',
      comment: 'Two files that import each other are one subject, or the shared part is a third one.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...arrowRules,
    {
      name: 'package without arrows',
      comment: 'Enter this package in the table of dependency-cruiser.config.js.',
      severity: 'error',
      from: { path: source, pathNot: inside(Object.keys(arrows)) },
      to: {},
    },
    {
      name: 'import that leaves its package',
      comment: 'A relative path ends inside its own package; import the other one by its name.',
      severity: 'error',
      from: { path: '^((?:packages|apps)/[^/]+)/src/' },
      to: { pathNot: '^$1/', dependencyTypes: ['local'], dependencyTypesNot: ['aliased-workspace'] },
    },
    {
      name: 'own name',
      comment: 'Inside a package, import by relative path.',
      severity: 'error',
      from: { path: '^((?:packages|apps)/[^/]+)/src/', pathNot: testCode },
      to: { path: '^$1/', dependencyTypes: ['aliased-workspace'] },
    },
    {
      name: 'pure',
      comment: 'This package runs anywhere: no Node built-in, no dependency from outside.',
      severity: 'error',
      from: { path: inside(purePackages.map((folder) => `${folder}/src`)), pathNot: testCode },
      to: { pathNot: source },
    },
    {
      name: 'only the package postgres opens connections',
      severity: 'error',
      from: { path: source, pathNot: '^packages/postgres/' },
      to: { path: '(^|/)node_modules/(@types/)?pg/' },
    },
    {
      name: 'an outcome has one writer',
      comment:
        'Outcomes are recorded by record-outcome.ts; the other files of its folder are its own (docs/adr/0021).',
      severity: 'error',
      from: { path: source, pathNot: ['^packages/payment-platform/src/outcomes/', testCode] },
      to: {
        path: '^packages/payment-platform/src/outcomes/',
        pathNot: exactly(['packages/payment-platform/src/outcomes/record-outcome.ts']),
      },
    },
    {
      name: 'not declared',
      comment: 'It is not among the dependencies of the package.json.',
      severity: 'error',
      from: { path: source },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'] },
    },
    {
      name: 'development dependency outside of tests',
      severity: 'error',
      from: { path: '^(?:packages|apps)/[^/]+/src/', pathNot: testCode },
      to: { dependencyTypes: ['npm-dev'] },
    },
    {
      name: 'helpers of tests stay in tests',
      comment: 'They start servers and hand out known keys.',
      severity: 'error',
      from: { path: source, pathNot: testCode },
      to: { path: '(^|/)testing/|\\.test\\.ts$' },
    },
    {
      name: 'browser',
      comment: 'The main entry of a terminal reaches a Node built-in; put this behind a subpath export.',
      severity: 'error',
      from: { path: exactly(browserPackages.map((folder) => `${folder}/src/index.ts`)) },
      to: { path: `^(node:.*|${builtinModules.join('|')})$`, reachable: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^packages/[^/]+/dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
    },
  },
};
