import { isGroup, type Command, type CommandGroup } from '../commands/command.ts';
import type { TextOption } from '../commands/options.ts';

/** A place on the command line where words are offered: behind `tally`, behind `tally till`, behind `tally till pay`. */
export interface Place {
  /** The words that lead there, each with a space before it; empty behind `tally` itself. */
  readonly words: string;
  readonly choices: readonly Choice[];
}

export interface Choice {
  /** A command, or an option with its dashes. */
  readonly word: string;
  readonly says: string;
  /** What the next word is, where it is the value of this option. */
  readonly value?: 'files' | 'folders' | 'unknown';
}

const helpChoice: Choice = { word: '--help', says: 'this page' };

/** All places of a table, the outermost first. */
export function placesOf(group: CommandGroup, words = ''): readonly Place[] {
  const entries = Object.entries(group.commands);
  const choices = entries.map(([word, { says }]): Choice => ({ word, says }));
  const inner = entries.flatMap(([word, entry]) => placeOf(entry, `${words} ${word}`));
  return [{ words, choices: [...choices, helpChoice] }, ...inner];
}

function placeOf(entry: Command | CommandGroup, words: string): readonly Place[] {
  if (isGroup(entry)) return placesOf(entry, words);
  const choices = Object.entries(entry.options).map(([name, option]): Choice => {
    const choice = { word: `--${name}`, says: option.says };
    return option.type === 'boolean' ? choice : { ...choice, value: valueOf(option) };
  });
  return [{ words, choices: [...choices, helpChoice] }];
}

function valueOf({ completes }: TextOption): 'files' | 'folders' | 'unknown' {
  return completes ?? 'unknown';
}

/** The options that take such a value, each with the words before it, as the patterns of a shell’s `case`. */
export function optionsWithValue(places: readonly Place[], value: Choice['value']): readonly string[] {
  return places.flatMap(({ words, choices }) =>
    choices.filter((choice) => choice.value === value).map(({ word }) => `${words} ${word}`),
  );
}

/** Text in single quotes, for every shell: the words of the table come from us, but may hold an apostrophe one day. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
