import { builtinModules } from 'node:module';

import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/**
 * What a linter can know and a compiler can't. Layout is Prettier's, arrows between packages are in
 * dependency-cruiser.config.js. Type-checked rules are chosen one by one: each has to pay for the seconds it takes.
 */
const noDefaultExport = {
  selector: 'ExportDefaultDeclaration, ExportSpecifier[exported.name="default"]',
  message: 'Export by name, so that a thing has one name everywhere.',
};
const noClockOfTheMachine = {
  selector:
    'CallExpression[callee.object.name="Date"][callee.property.name="now"], NewExpression[callee.name="Date"][arguments.length=0]',
  message: 'Time comes from the injected Clock.',
};
const noGuessableRandomness = {
  selector: 'CallExpression[callee.object.name="Math"][callee.property.name="random"]',
  message: 'Randomness comes from the system: crypto.getRandomValues.',
};

const noComputedImport = {
  selector: 'ImportExpression[source.type!="Literal"], CallExpression[callee.name="require"]',
  message: 'What is imported is a literal, or nothing could check it.',
};
const noLocatedPackage = {
  selector:
    'CallExpression[callee.object.type="MetaProperty"][callee.property.name="resolve"] > Literal[value=/^@tallystick/]',
  message: 'Import the package by its name.',
};
const noBareBuiltin = builtinModules
  .filter((name) => !name.startsWith('node:'))
  .map((name) => ({ name, message: `Write node:${name}.` }));

/** Names that exist only in Node or only in a page. Web APIs that both have, such as `crypto`, are not among them. */
const foreignGlobals = [
  'process',
  'Buffer',
  'require',
  'module',
  'global',
  '__dirname',
  '__filename',
  'setImmediate',
  'window',
  'document',
  'navigator',
  'localStorage',
  'sessionStorage',
  'indexedDB',
  'XMLHttpRequest',
  'WebSocket',
  'fetch',
];

const testCode = ['**/*.test.ts', '**/testing/**/*.ts', 'tests/**/*.ts', 'bench/**/*.ts'];

export default defineConfig(
  globalIgnores(['**/node_modules/', '**/dist/', '**/vectors/', '**/data/', '**/coverage/']),
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strict, tseslint.configs.stylistic],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A promise that nobody waits for is an error that nobody sees.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['test', 'it', 'describe', 'suite'] },
          ],
        },
      ],
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      // A new code in a union must be answered everywhere that asks for one.
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/no-base-to-string': 'error',
      '@typescript-eslint/restrict-plus-operands': 'error',
      '@typescript-eslint/no-unsafe-argument': 'error',
      '@typescript-eslint/no-unsafe-assignment': 'error',
      '@typescript-eslint/no-unsafe-call': 'error',
      '@typescript-eslint/no-unsafe-member-access': 'error',
      '@typescript-eslint/no-unsafe-return': 'error',
      '@typescript-eslint/no-deprecated': 'error',
      '@typescript-eslint/require-array-sort-compare': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Reading index 0 of bytes whose length was just checked is not a question; noUncheckedIndexedAccess asks it anyway.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // A handler that has nothing to do says so by being empty.
      '@typescript-eslint/no-empty-function': 'off',
      'no-restricted-syntax': [
        'error',
        noDefaultExport,
        noClockOfTheMachine,
        noGuessableRandomness,
        noComputedImport,
        noLocatedPackage,
      ],
      'no-restricted-imports': ['error', ...noBareBuiltin],
      // Which second subject can have a file of its own?
      'max-lines': ['error', 300],
      'no-console': 'error',
      // Terminals speak in control characters: scanners end with them, colours begin with them.
      'no-control-regex': 'off',
      eqeqeq: 'error',
      'no-param-reassign': 'error',
    },
  },
  {
    // Tests and measurements may take the time of the machine; they name their exports all the same.
    files: ['**/*.test.ts', 'tests/**/*.ts', 'bench/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', noDefaultExport],
      // The body of an answer is of any shape until the test has looked at it.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  {
    // The one place that asks the machine for the time.
    files: ['packages/foundation/src/clock/clock.ts'],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport, noComputedImport, noLocatedPackage] },
  },
  {
    files: testCode,
    rules: { 'max-lines': ['error', 400] },
  },
  {
    // They run anywhere: on a server, in a browser, in a small device.
    files: ['packages/foundation/src/**/*.ts', 'packages/otp/src/**/*.ts', 'packages/paycode/src/**/*.ts'],
    ignores: testCode,
    rules: {
      'no-restricted-globals': ['error', ...foreignGlobals],
      '@typescript-eslint/no-restricted-types': ['error', { types: { Buffer: 'Take a Uint8Array.' } }],
    },
  },
  {
    files: ['*.config.js', '*.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
);
