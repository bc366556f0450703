// The completion script of fish.

import type { Completable, Place } from './completable.js';

/** @param names the words behind the program that print the names of tunnels. */
export function fishScript(program: string, commands: readonly Completable[], names: string): string {
  const lines = commands.flatMap(({ name, summary, options, first }) => {
    const inside = `-c ${program} -n '__fish_seen_subcommand_from ${name}'`;
    return [
      `complete -c ${program} -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
      ...placed(first, program).map((values) => `complete ${inside} ${values}`),
      ...options.map(({ flag, summary: told, value }) =>
        [
          `complete ${inside} -l ${flag.slice(2)} -d ${quoted(told)}`,
          ...(value === null ? [] : ['-r', ...placed(value, program)]),
        ].join(' '),
      ),
    ];
  });
  return `# fish completion of ${program}: put it into ~/.config/fish/completions/${program}.fish.
function __${program}_names
    set -l words (commandline -opc)
    set -l args
    if set -l at (contains -i -- --config $words); and test (count $words) -gt $at
        set args --config $words[(math $at + 1)]
    end
    $words[1] ${names} $args 2>/dev/null
end
complete -c ${program} -f
${lines.join('\n')}
`;
}

function placed(place: Place, program: string): string[] {
  if (place.kind === 'words') return [`-a ${quoted(place.words.join(' '))}`];
  if (place.kind === 'file') return ['-F'];
  return place.kind === 'tunnel' ? [`-a '(__${program}_names)'`] : [];
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
