import { readFileSync } from 'node:fs';
import type { Environment } from '../environment/read-environment.ts';

/** How far up npm is looked for: a shell or two stand between, or a script that wraps the start. */
const mostAncestors = 8;
const pauseMs = 500;

/** `&` that is neither half of `&&` nor a part of `2>&1`. */
const background = /(?<![&>])&(?!&)/;
const ownSession = /(^|[\s;&|(])(nohup|setsid|systemd-run|daemonize|start-stop-daemon)\s/;

interface Process {
  readonly id: number;
  readonly parentId: number;
  readonly session: string;
  readonly command: string;
}

/**
 * Calls back once when the npm or npx that has started this process ends, or a shell between them does. npm passes a
 * SIGTERM on to the shell that it runs a script in; that shell ends and passes nothing on, and the server would be left
 * with init for its parent, taking payments. Nothing is watched without npm, where the script says that the server is to
 * be on its own, or in a session of its own (setsid, a service manager).
 *
 * @returns what ends the watch.
 */
export function whenNpmEnds(env: Environment, callback: () => void): () => void {
  const chain = chainToNpm(env);
  if (chain === undefined) return () => undefined;
  const timer = setInterval(() => {
    if (isWhole(chain)) return;
    clearInterval(timer);
    callback();
  }, pauseMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** Whether a script starts the server in the background or on its own, so that it is meant to outlive npm. */
export function isDetaching(script: string): boolean {
  return background.test(script) || ownSession.test(script);
}

/** The processes from our parent up to npm; undefined where npm has not started us, or should not end us. */
function chainToNpm(env: Environment): readonly number[] | undefined {
  if (env['npm_lifecycle_event'] === undefined) return undefined;
  if (isDetaching(env['npm_lifecycle_script'] ?? '')) return undefined;
  const self = lookUp(process.pid);
  // Elsewhere than on Linux there is no such list: our own parent is all that we know.
  if (self === undefined) return [process.ppid];
  const chain: number[] = [];
  for (let id = self.parentId; chain.length < mostAncestors;) {
    const ancestor = lookUp(id);
    if (ancestor === undefined || ancestor.session !== self.session) return undefined;
    chain.push(id);
    if (isNpm(ancestor)) return chain;
    id = ancestor.parentId;
  }
  return undefined;
}

/** npm names its process `npm start` or `npm exec …`. */
function isNpm({ command }: Process): boolean {
  return /^(npm|npx)( |$)/.test(command) || /\/(npm|npx)(-cli\.js)?( |$)/.test(command);
}

function isWhole([parent, ...others]: readonly number[]): boolean {
  let id = parent;
  if (process.ppid !== id) return false;
  for (const next of others) {
    if (id === undefined || lookUp(id)?.parentId !== next) return false;
    id = next;
  }
  return true;
}

/** proc_pid_stat(5): the name in brackets may hold anything; after it come state, parent, group and session. */
function lookUp(id: number): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
    const [, parentId = '', , session = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const command = readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return { id, parentId: Number(parentId), session, command };
  } catch {
    return undefined;
  }
}
