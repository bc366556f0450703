// The completion script of zsh.

import type { Completable, CompletableOption, Place } from './completable.js';

/** @param names the words behind the program that print the names of tunnels. */
export function zshScript(program: string, commands: readonly Completable[], names: string): string {
  return `#compdef ${program}
# zsh completion of ${program}: put it as _${program} into a folder of $fpath, or source it after compinit.
_${program}() {
  local cmd='' prev=\${words[CURRENT-1]} config='' word last=''
  local -a names args
  for word in "\${(@)words[2,CURRENT-1]}"; do
    [[ -z $cmd && $word != -* ]] && cmd=$word
    [[ $last == --config ]] && config=$word
    last=$word
  done
  _${program}_names() {
    [[ -n $config ]] && args=(--config $config)
    names=(\${(f)"$(\${words[1]} ${names} $args 2>/dev/null)"})
    compadd -a names
  }
  case "$cmd $prev" in
${commands.flatMap(valueCases(program)).join('\n')}
  *)
    case $cmd in
    '') _describe command '(${commands.map(described).join(' ')})' ;;
${commands.map(commandCase(program)).join('\n')}
    esac
    ;;
  esac
}
if [[ \${funcstack[1]} == _${program} ]]; then _${program} "$@"; else compdef _${program} ${program}; fi
`;
}

const valueCases =
  (program: string) =>
  ({ name, options }: Completable): string[] =>
    options.flatMap(({ flag, value }) =>
      value === null ? [] : [`  '${name} ${flag}') ${placed(value, program) || ':'} ;;`],
    );

const commandCase =
  (program: string) =>
  ({ name, options, first }: Completable): string =>
    `    ${name}) if [[ $PREFIX == -* ]]; then ${flags(options)}; else ${placed(first, program) || flags(options)}; fi ;;`;

function placed(place: Place, program: string): string {
  if (place.kind === 'words') return `compadd -- ${place.words.join(' ')}`;
  if (place.kind === 'file') return '_files';
  return place.kind === 'tunnel' ? `_${program}_names` : '';
}

function flags(options: readonly CompletableOption[]): string {
  return `_describe option '(${options.map(({ flag, summary }) => described({ name: flag, summary })).join(' ')})'`;
}

/** \`name:what it does\`, within double quotes inside single quotes. */
function described({ name, summary }: { readonly name: string; readonly summary: string }): string {
  const told = summary
    .replace(/["$\\\\`]/g, '')
    .replaceAll("'", '’')
    .replaceAll(':', ' -');
  return `"${name}:${told}"`;
}
