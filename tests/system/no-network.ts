import { spawnSync } from 'node:child_process';

/** Ways into a network namespace without any interface that is up: as root, and as an ordinary user. */
const ways: readonly (readonly string[])[] = [
  ['unshare', '--net'],
  ['unshare', '--user', '--map-root-user', '--net'],
];

/**
 * What to put before a command so that it runs without any network; undefined where the kernel allows no such thing to
 * this user.
 */
export function withoutNetwork(): readonly string[] | undefined {
  const look = 'console.log(JSON.stringify(require("node:os").networkInterfaces()))';
  return ways.find(([command = '', ...words]) => {
    const { status, stdout } = spawnSync(command, [...words, process.execPath, '-e', look], {
      encoding: 'utf8',
    });
    return status === 0 && stdout.trim() === '{}';
  });
}
