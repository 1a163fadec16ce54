import { optionsWithValue, quoted, type Place } from './places.ts';

/** The completion for bash 4.4 and newer. */
export function bashScript(places: readonly Place[]): string {
  const known = places.filter(({ words }) => words !== '').map(({ words }) => words);
  const offers = places.map(({ words, choices }) => {
    const offered = choices.map(({ word }) => word).join(' ');
    return `    ${quoted(words)}) offered=${quoted(offered)} ;;`;
  });
  return `# Completion of tally for bash, made by: tally completion bash
_tally() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]}
  local place='' offered='' index
  COMPREPLY=()
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "$place \${COMP_WORDS[index]}" in
      ${patterns(known)}) place="$place \${COMP_WORDS[index]}" ;;
    esac
  done
  case "$place $previous" in
    ${patterns(optionsWithValue(places, 'files'))})
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -f -- "$current")
      return
      ;;
    ${patterns(optionsWithValue(places, 'folders'))})
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -d -- "$current")
      return
      ;;
    ${patterns(optionsWithValue(places, 'unknown'))}) return ;;
  esac
  case "$place" in
${offers.join('\n')}
  esac
  mapfile -t COMPREPLY < <(compgen -W "$offered" -- "$current")
}
complete -F _tally tally
`;
}

function patterns(words: readonly string[]): string {
  return words.map(quoted).join(' | ');
}
