import { defineCommand, type CommandGroup } from '../commands/command.ts';
import { jsonOption } from '../commands/options.ts';

/** `tally clock …`: what an operator decides about the time. */
export const clockCommands: CommandGroup = {
  says: 'accept a time that the system does not believe',
  commands: {
    accept: defineCommand({
      says: 'take the present time for right, so that payments go on',
      options: {
        role: { type: 'string', value: 'ROLE', says: 'platform or authentication, as that start' },
        reason: { type: 'string', value: 'TEXT', says: 'why, for the record: up to 200 characters' },
        yes: { type: 'boolean', says: 'do it without a question' },
        ...jsonOption,
      },
      about: `For a clock that is right although payments are stopped by clock_unsafe: look at it first. The stored time of the
last work becomes the present time, forward or back; a running server goes on within seconds, a stopped one from its
next start. Where it goes back, codes of the time between could be shown again. Each server apart keeps a time of its
own: run it for each, with its settings. It is recorded in the table "changes".
Exit code: 0 accepted, 1 not accepted.`,
      run: async ({ values }, io) => (await import('./accept-command.ts')).runAccept(values, io),
    }),
  },
};
