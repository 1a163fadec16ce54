import { defineCommand, type Command, type CommandGroup } from '../commands/command.ts';
import type { CommandIo } from '../output/command-io.ts';
import { exitCodes } from '../output/exit-codes.ts';
import type { Place } from './places.ts';

type Script = (places: readonly Place[]) => string;

/**
 * `tally completion …`: made from the table of commands, so that no command and no option can be forgotten. The table
 * holds these commands as well, so it is asked for when one runs.
 */
export function completionCommands(table: () => CommandGroup): CommandGroup {
  return {
    says: 'print a script by which a shell completes these commands',
    commands: {
      bash: completion(table, 'bash', 'eval "$(tally completion bash)" in ~/.bashrc', async () => {
        return (await import('./bash-script.ts')).bashScript;
      }),
      zsh: completion(
        table,
        'zsh',
        'eval "$(tally completion zsh)" in ~/.zshrc, after compinit',
        async () => {
          return (await import('./zsh-script.ts')).zshScript;
        },
      ),
      fish: completion(
        table,
        'fish',
        'tally completion fish | source in ~/.config/fish/config.fish',
        async () => {
          return (await import('./fish-script.ts')).fishScript;
        },
      ),
    },
  };
}

function completion(
  table: () => CommandGroup,
  shell: string,
  use: string,
  load: () => Promise<Script>,
): Command {
  return defineCommand({
    says: `for ${shell}`,
    options: {},
    about: `  ${use}`,
    run: async (_given, io: CommandIo) => {
      const script = await load();
      const { placesOf } = await import('./places.ts');
      io.stdout.write(script(placesOf(table())));
      return exitCodes.done;
    },
  });
}
