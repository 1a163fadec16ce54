import { spawnSync } from 'node:child_process';

/** Why a test that needs Python is left out; false where it need not be. .ci/run installs it. */
export const withoutPython =
  spawnSync('python3', ['--version']).status !== 0 && 'Python 3 is not installed (apt-get install python3)';
