import { optionsWithValue, quoted, type Place } from './places.ts';

/** The completion for zsh, where compinit has run. */
export function zshScript(places: readonly Place[]): string {
  const known = places.filter(({ words }) => words !== '').map(({ words }) => words);
  const offers = places.map(({ words, choices }) => {
    const offered = choices.map(({ word, says }) => quoted(`${word}:${says.replaceAll(':', '\\:')}`));
    return `    ${quoted(words)}) offered=(${offered.join(' ')}) ;;`;
  });
  return `#compdef tally
# Completion of tally for zsh, made by: tally completion zsh
_tally() {
  local place='' index
  local -a offered
  for ((index = 2; index < CURRENT; index++)); do
    case "$place \${words[index]}" in
      ${patterns(known)}) place="$place \${words[index]}" ;;
    esac
  done
  case "$place \${words[CURRENT - 1]}" in
    ${patterns(optionsWithValue(places, 'files'))}) _files; return ;;
    ${patterns(optionsWithValue(places, 'folders'))}) _files -/; return ;;
    ${patterns(optionsWithValue(places, 'unknown'))}) return ;;
  esac
  case "$place" in
${offers.join('\n')}
  esac
  _describe tally offered
}
compdef _tally tally
`;
}

function patterns(words: readonly string[]): string {
  return words.map(quoted).join(' | ');
}
