/**
 * Which package may import which. Arrows point one way: apps → servers and terminals → paycode → otp. What is not listed is
 * forbidden, so a new package has to be entered here, where its arrows are seen.
 */
export const arrows: Readonly<Record<string, readonly string[]>> = {
  'packages/otp': [],
  'packages/paycode': ['packages/otp'],
  'packages/foundation': [],
  'packages/postgres': ['packages/foundation'],
  'packages/payer-terminal': ['packages/foundation', 'packages/otp', 'packages/paycode'],
  'packages/cashier-terminal': ['packages/foundation', 'packages/paycode'],
  'packages/authentication-server': [
    'packages/foundation',
    'packages/otp',
    'packages/paycode',
    'packages/postgres',
  ],
  'packages/payment-platform': [
    'packages/authentication-server',
    'packages/foundation',
    'packages/otp',
    'packages/paycode',
    'packages/postgres',
  ],
  'apps/tally': [
    'packages/authentication-server',
    'packages/cashier-terminal',
    'packages/foundation',
    'packages/payer-terminal',
    'packages/paycode',
    'packages/payment-platform',
    'packages/postgres',
  ],
};

/** They run anywhere: no I/O, no Node, no DOM. */
export const purePackages: ReadonlySet<string> = new Set([
  'packages/foundation',
  'packages/otp',
  'packages/paycode',
]);

/** What their main entry reaches also runs in a browser; what needs Node stands behind a subpath export. */
export const browserPackages: ReadonlySet<string> = new Set([
  'packages/payer-terminal',
  'packages/cashier-terminal',
]);

/** Dependencies that one package alone may touch. */
export const keptDependencies: Readonly<Record<string, string>> = { pg: 'packages/postgres' };

/** Names that exist only in Node or only in a page. Web APIs that both have, such as `crypto`, are not among them. */
export const foreignGlobals: ReadonlySet<string> = new Set([
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
]);
