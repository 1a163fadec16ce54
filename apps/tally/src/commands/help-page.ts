import { isGroup, type Command, type CommandGroup } from './command.ts';
import type { Options } from './options.ts';

const columns = 110;
const widestName = 44;

/** The page of `--help`, made from the table of commands. */
export function helpPage(path: readonly string[], entry: Command | CommandGroup): string {
  const name = ['tally', ...path].join(' ');
  return isGroup(entry) ? groupPage(name, entry) : commandPage(name, entry);
}

/** `tally till pay --amount AMOUNT [OPTIONS]` */
function usageLine(name: string, { operands, options }: Command): string {
  const required = Object.entries(options).flatMap(([option, description]) =>
    description.type === 'string' && description.isRequired === true
      ? [`--${option} ${description.value}`]
      : [],
  );
  return [name, ...operands, ...required, '[OPTIONS]'].join(' ');
}

function groupPage(name: string, group: CommandGroup): string {
  const rows = Object.entries(group.commands).map(([command, entry]) => ({
    left: isGroup(entry) ? command : [command, ...entry.operands].join(' '),
    says: entry.says,
  }));
  const about = group.about === undefined ? [] : [group.about, ''];
  return [
    `Usage: ${name} COMMAND`,
    '',
    ...table(rows),
    '',
    ...about,
    `${name} COMMAND --help says more.`,
    '',
  ].join('\n');
}

function commandPage(name: string, command: Command): string {
  const about = command.about === undefined ? [] : ['', command.about];
  return [
    `Usage: ${usageLine(name, command)}`,
    '',
    sentence(command.says),
    ...about,
    '',
    ...optionRows(command.options),
    '',
  ].join('\n');
}

function optionRows(options: Options): readonly string[] {
  const rows = Object.entries(options).map(([name, option]) => ({
    left: option.type === 'string' ? `--${name} ${option.value}` : `--${name}`,
    says: option.says,
  }));
  return table([...rows, { left: '--help', says: 'this page' }]);
}

function table(rows: readonly { readonly left: string; readonly says: string }[]): readonly string[] {
  const width = Math.min(widestName, Math.max(...rows.map(({ left }) => left.length)));
  return rows.flatMap(({ left, says }) => {
    const [first = '', ...more] = wrapped(says, columns - width - 5);
    return [`  ${left.padEnd(width)}   ${first}`, ...more.map((line) => `${' '.repeat(width + 5)}${line}`)];
  });
}

function wrapped(text: string, width: number): readonly string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + word.length >= width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}

function sentence(says: string): string {
  return `${says.charAt(0).toUpperCase()}${says.slice(1)}.`;
}
