import type { Choice, Place } from './places.ts';

/** The completion for fish 3 and newer. */
export function fishScript(places: readonly Place[]): string {
  const known = places.filter(({ words }) => words !== '').map(({ words }) => fishQuoted(words));
  const offers = places.flatMap(({ words, choices }) => choices.map((choice) => offer(words, choice)));
  return `# Completion of tally for fish, made by: tally completion fish
function __tally_is_at
    set -l place ''
    for word in (commandline -opc)[2..]
        if contains -- "$place $word" ${known.join(' ')}
            set place "$place $word"
        end
    end
    test "$place" = "$argv[1]"
end
complete -c tally -f
${offers.join('\n')}
`;
}

function offer(words: string, { word, says, value }: Choice): string {
  const condition = `-n ${fishQuoted(`__tally_is_at ${fishQuoted(words)}`)}`;
  const name = word.startsWith('--') ? `-l ${word.slice(2)}` : `-a ${word}`;
  const kinds = { files: '-r -F', folders: "-x -a '(__fish_complete_directories)'", unknown: '-x' } as const;
  const kind = value === undefined ? '' : ` ${kinds[value]}`;
  return `complete -c tally ${condition} ${name}${kind} -d ${fishQuoted(says)}`;
}

/** In fish a backslash stands before a quote inside single quotes. */
function fishQuoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
