import { defineCommand, type Command, type CommandGroup } from '../commands/command.ts';
import type { CommandIo } from '../output/command-io.ts';
import { exitCodes } from '../output/exit-codes.ts';
import type { Place } from './places.ts';

type Script = (places: readonly Place[]) => string;

/** `tally completion …`: made from the table of commands, so that no command and no option can be forgotten. */
export const completionCommands: CommandGroup = {
  says: 'print a script by which a shell completes these commands',
  commands: {
    bash: completion('bash', 'eval "$(tally completion bash)" in ~/.bashrc', async () => {
      return (await import('./bash-script.ts')).bashScript;
    }),
    zsh: completion('zsh', 'eval "$(tally completion zsh)" in ~/.zshrc, after compinit', async () => {
      return (await import('./zsh-script.ts')).zshScript;
    }),
    fish: completion('fish', 'tally completion fish | source in ~/.config/fish/config.fish', async () => {
      return (await import('./fish-script.ts')).fishScript;
    }),
  },
};

function completion(shell: string, use: string, load: () => Promise<Script>): Command {
  return defineCommand({
    says: `for ${shell}`,
    options: {},
    about: `  ${use}`,
    run: async (_given, io: CommandIo) => {
      const script = await load();
      // Loaded here, because the table holds these commands as well.
      const { commandTable } = await import('../commands/command-table.ts');
      const { placesOf } = await import('./places.ts');
      io.stdout.write(script(placesOf(commandTable)));
      return exitCodes.done;
    },
  });
}
