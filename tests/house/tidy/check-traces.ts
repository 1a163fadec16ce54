import type { HouseFile, Violation } from '../house-file.ts';

interface Trace {
  readonly rule: string;
  readonly pattern: RegExp;
  readonly message: string;
}

const traces: readonly Trace[] = [
  {
    rule: 'machine-path',
    pattern: /(?<![\w.:/$}-])\/(?:home|Users|root|work|workspace)\/[\w.-]+/,
    message: 'a path of somebody’s machine; nobody else has it',
  },
  {
    rule: 'registry-host',
    pattern: /https?:\/\/(?:registry|npm|nexus|artifactory|mirror)[\w-]*\.[\w.-]+|^\s*registry\s*=/m,
    message: 'the address of a package registry; which one to use is for the machine to say',
  },
  {
    rule: 'secret',
    pattern: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----|\b(?:till|operator)_[\w-]{43}\b/,
    message: 'this looks like a secret; make one when the test runs',
  },
];

/** What a machine or a person left behind in a file that everybody gets. */
export function checkTraces(file: HouseFile): readonly Violation[] {
  return traces.flatMap(({ rule, pattern, message }) => {
    const match = pattern.exec(file.text);
    if (match === null) return [];
    const line = file.text.slice(0, match.index).split('\n').length;
    return [{ path: file.path, line, rule, message }];
  });
}

/** A lock file that names where its packages came from ties every clone to that place. */
export function checkLockFile(file: HouseFile): readonly Violation[] {
  const match = /"resolved": "https?:/.exec(file.text);
  if (match === null) return [];
  const line = file.text.slice(0, match.index).split('\n').length;
  const message = 'write the lock file with omit-lockfile-registry-resolved';
  return [{ path: file.path, line, rule: 'lock-resolved', message }];
}
