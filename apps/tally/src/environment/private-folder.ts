import { type Stats } from 'node:fs';
import { chmod, lstat, mkdir, readdir } from 'node:fs/promises';
import { TallyError, type LocalCode } from '@tallystick/foundation';

/** Reading, writing and entering by anybody but the owner. */
const othersBits = 0o077;
const othersWriteBits = 0o022;
/** Names by which a folder is known to be ours, whatever else was put into it. */
const ownNames: ReadonlySet<string> = new Set(['postgres', 'keys.json', 'authority.pem', 'payer.json']);

/** What stands between a folder and being its owner’s only. */
export type FolderFault =
  | { readonly kind: 'refused'; readonly detail: string }
  | { readonly kind: 'open_to_others'; readonly mode: string };

export interface PrivateFolderOptions {
  /** What a folder that can’t be had is; `data_directory_not_writable` where it is left out. */
  readonly code?: LocalCode;
  /** 0700 where it is left out. */
  readonly mode?: number;
  /** Gets a sentence where a folder was open. */
  readonly log: (line: string) => void;
}

/**
 * The mode of a data folder. Root’s may be passed through by others, who can’t list it: PostgreSQL runs
 * as a user of its own then and its files stand below. Whatever stands beside them is 0600 or 0700 itself.
 */
export function dataFolderMode(): number {
  return process.geteuid?.() === 0 ? 0o711 : 0o700;
}

/**
 * Looks at a folder without changing it.
 *
 * @returns undefined where it is private, or is not there.
 */
export async function faultOfFolder(folder: string, privateMode = 0o700): Promise<FolderFault | undefined> {
  const status = await lstat(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (status === undefined) return undefined;
  const reason = whyNotOurs(status);
  if (reason !== undefined) return { kind: 'refused', detail: `The folder ${folder} ${reason}` };
  if ((status.mode & othersBits & ~privateMode) === 0) return undefined;
  const mode = (status.mode & 0o7777).toString(8).padStart(4, '0');
  const names = await readdir(folder);
  const isShared = (status.mode & othersWriteBits) !== 0 && names.length > 0 && !names.some(isOwnName);
  if (!isShared) return { kind: 'open_to_others', mode };
  const detail = `The folder ${folder} holds other files and can be written by other users (mode ${mode}): name a folder for Tallystick alone.`;
  return { kind: 'refused', detail };
}

/**
 * Makes a folder, with all above it that is missing, or closes the one that is there to other users, whatever the umask.
 *
 * @throws TallyError with the given code where it can’t be made, is a link, belongs to somebody else, or is shared: it
 *   holds other files, and others can write to it.
 */
export async function makePrivateFolder(
  folder: string,
  { code = 'data_directory_not_writable', mode = 0o700, log }: PrivateFolderOptions,
): Promise<void> {
  try {
    const fault = await faultOfFolder(folder, mode);
    if (fault?.kind === 'refused') throw new TallyError(code, { detail: fault.detail });
    await mkdir(folder, { recursive: true, mode });
    if (fault === undefined) return;
    // What others may do is taken away and nothing is granted: a folder that its owner made read-only stays so.
    await chmod(folder, Number.parseInt(fault.mode, 8) & ~(othersBits & ~mode));
    log(`The folder ${folder} was open to other users (mode ${fault.mode}), and is now closed to them.`);
  } catch (cause) {
    if (cause instanceof TallyError) throw cause;
    const detail = `The folder ${folder} can’t be made or closed to others by this user. Name another folder.`;
    throw new TallyError(code, { detail, cause });
  }
}

function whyNotOurs(status: Stats): string | undefined {
  if (status.isSymbolicLink()) return 'is a link: name the folder that it points to.';
  if (!status.isDirectory()) return 'is a file: name a folder.';
  const self = process.geteuid?.();
  if (self === undefined || status.uid === self) return undefined;
  return `belongs to another user (${status.uid}): change its owner, or name another folder.`;
}

function isOwnName(name: string): boolean {
  return ownNames.has(name) || /^till-.*\.journal$/.test(name);
}
