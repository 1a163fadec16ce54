import type { Credential } from '../terminal/credential.ts';
import { eventKind } from './event.ts';
import type { TerminalKind } from './terminal-kind.ts';
import { timeKind } from './time.ts';

/** Every kind of credential that this terminal pays with. */
export const terminalKinds: Readonly<Record<Credential['kind'], TerminalKind>> = {
  time: timeKind,
  event: eventKind,
};

export function isTerminalKind(name: unknown): name is Credential['kind'] {
  return typeof name === 'string' && Object.hasOwn(terminalKinds, name);
}
