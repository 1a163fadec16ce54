import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import process from 'node:process';
import { TallyError } from '@tallystick/foundation';
import { lookAtBinaries } from '@tallystick/postgres';
import { defaultHttpLimits } from '../server/http-limits.ts';
import { look, mind, type Finding } from './finding.ts';

const oldestNode = 24;
/** Files beside the sockets of tills: the program’s own, the database’s sockets, the log. */
const otherFiles = 256;

/** Looks at what was there before the installation: Node, the packages, the limits of the process. */
export async function lookAtMachine(usesEmbedded: boolean): Promise<readonly Finding[]> {
  return [
    await look('node', lookAtNode),
    ...(usesEmbedded ? [await look('packages', lookAtPackages)] : []),
    await look('open files', lookAtOpenFiles),
  ];
}

function lookAtNode(): Promise<string> {
  const { node } = process.versions;
  if (Number.parseInt(node, 10) >= oldestNode) return Promise.resolve(`Node is ${node}.`);
  const detail = `Node is ${node}, and Tallystick needs ${oldestNode} or newer. Run npm ci, and start by npm start.`;
  throw new TallyError('operating_system_unsupported', { detail });
}

async function lookAtPackages(): Promise<string> {
  const { version, program } = await lookAtBinaries();
  try {
    await access(program, constants.R_OK | constants.X_OK);
  } catch (cause) {
    const detail = `The embedded PostgreSQL ${program} is missing, or this user may not run it. Run npm ci again as this user.`;
    throw new TallyError('database_start_failed', { detail, cause });
  }
  return `The embedded PostgreSQL ${version} is installed.`;
}

/** proc_pid_limits(5); elsewhere nothing is known, and nothing is said to be wrong. */
async function lookAtOpenFiles() {
  const text = await readFile('/proc/self/limits', 'utf8').catch(() => '');
  const limit = /^Max open files +(\d+)/m.exec(text)?.[1];
  const needed = defaultHttpLimits.connections + otherFiles;
  if (limit === undefined) return 'The limit of open files is not known here.';
  if (Number(limit) >= needed) return `This process may open ${limit} files.`;
  return mind(
    `This process may open ${limit} files only. For ${defaultHttpLimits.connections} tills at once set ulimit -n ${needed}.`,
  );
}
