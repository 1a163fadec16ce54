import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';

/** A program whose folder stands on a disk of its own, which a test fills and empties. */
export interface OnSmallDisk {
  readonly child: ChildProcess;
  readonly lines: Interface;
  fill(): Promise<void>;
  empty(): Promise<void>;
}

const isRoot = process.getuid?.() === 0;
/** A user namespace of its own lets an ordinary user mount; a second one makes it an ordinary user again. */
const ownNamespace = isRoot ? ['unshare', '--mount'] : ['unshare', '--map-root-user', '--mount'];
const asOneself = isRoot
  ? []
  : ['unshare', '--user', `--map-user=${process.getuid?.()}`, `--map-group=${process.getgid?.()}`];

const script = `
mount -t tmpfs -o "size=$1,mode=$2" tmpfs "$3" || exit 1
folder=$3
shift 3
exec 3<&0 </dev/null
while read -r word; do
  if [ "$word" = fill ]; then cat /dev/zero >"$folder/filler"; else rm -f "$folder/filler"; fi
  echo "disk: $word"
done <&3 2>/dev/null &
exec 3<&-
exec "$@"
`;

/** Why there can be no such disk here; undefined where there can. */
export function whyNoSmallDisk(): string | undefined {
  const [command = '', ...words] = [
    ...ownNamespace,
    'sh',
    '-c',
    'mount -t tmpfs tmpfs /mnt && exec "$@"',
    'sh',
  ];
  const { status } = spawnSync(command, [...words, ...asOneself, 'true']);
  return status === 0
    ? undefined
    : 'no file system can be mounted here, neither by this user nor in a namespace';
}

export function spawnOnSmallDisk(
  command: readonly string[],
  disk: { readonly folder: string; readonly size: string },
  env: NodeJS.ProcessEnv,
): OnSmallDisk {
  const [unshare = '', ...words] = ownNamespace;
  const mode = isRoot ? '0711' : '0700';
  const mount = ['sh', '-c', script, 'small-disk', disk.size, mode, disk.folder];
  const child = spawn(unshare, [...words, ...mount, ...asOneself, ...command], {
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  async function tell(word: 'fill' | 'empty'): Promise<void> {
    const done = new Promise<void>((resolve) =>
      lines.on('line', (line) => {
        if (line === `disk: ${word}`) resolve();
      }),
    );
    child.stdin.write(`${word}\n`);
    await done;
  }
  return { child, lines, fill: () => tell('fill'), empty: () => tell('empty') };
}
