// The completion script of bash; it needs nothing but bash (3.2 and newer).

import type { Completable, Place } from './completable.js';

/** @param names the words behind the program that print the names of tunnels. */
export function bashScript(program: string, commands: readonly Completable[], names: string): string {
  const all = commands.map(({ name }) => name).join(' ');
  return `# bash completion of ${program}: source it, or put it into /etc/bash_completion.d.
_${program}() {
  local line=\${COMP_LINE:0:COMP_POINT} cur cmd='' prev='' word config='' list='' kind=words name prefix
  local -a words args
  cur=\${line##*[[:space:]]}
  read -r -a words <<<"\${line%"$cur"}"
  for word in "\${words[@]:1}"; do
    [[ -z $cmd && $word != -* ]] && cmd=$word
    [[ $prev == --config ]] && config=$word
    prev=$word
  done
  case "$cmd $prev" in
${commands.flatMap(valueCases).join('\n')}
  *)
    case "$cmd" in
    '') list='${all}' ;;
${commands.map(commandCase).join('\n')}
    esac
    ;;
  esac
  COMPREPLY=()
  cur=\${cur//\\\\/}
  case $kind in
  file)
    compopt -o filenames 2>/dev/null
    while IFS= read -r name; do COMPREPLY+=("$name"); done < <(compgen -f -- "$cur")
    ;;
  tunnel)
    [[ -n $config ]] && args=(--config "$config")
    while IFS= read -r name; do
      [[ $name == "$cur"* ]] && COMPREPLY+=("$(printf %q "$name")")
    done < <("$1" ${names} "\${args[@]+"\${args[@]}"}" 2>/dev/null)
    [[ $cur == -* ]] && kind=words
    ;;
  esac
  if [[ $kind == words || $cur == -* ]]; then
    while IFS= read -r name; do COMPREPLY+=("$name"); done < <(compgen -W "$list" -- "$cur")
  fi
  # A colon ends a word of readline: what stands before it is there already.
  if [[ $cur == *:* && $COMP_WORDBREAKS == *:* ]]; then
    prefix=$(printf %q "\${cur%"\${cur##*:}"}")
    COMPREPLY=("\${COMPREPLY[@]#"$prefix"}")
  fi
}
complete -F _${program} ${program}
`;
}

function valueCases({ name, options }: Completable): string[] {
  return options.flatMap(({ flag, value }) =>
    value === null ? [] : [`  '${name} ${flag}') ${placed(value, '')} ;;`],
  );
}

function commandCase({ name, options, first }: Completable): string {
  return `    ${name}) ${placed(first, options.map(({ flag }) => flag).join(' '))} ;;`;
}

function placed(place: Place, more: string): string {
  const words = place.kind === 'words' ? `${place.words.join(' ')} ${more}`.trim() : more;
  const kind = place.kind === 'file' || place.kind === 'tunnel' ? `kind=${place.kind} ` : '';
  return `${kind}list='${words}'`;
}
