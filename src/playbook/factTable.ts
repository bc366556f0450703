// The table of facts that authors of playbooks look things up in; playbooks/FACTS.md is what this writes.

import { catalogue } from '../facts/catalogue.js';
import type { FactDefinition, FactType } from '../facts/fact.js';

/** Markdown, in the order of the catalogue; facts of both ends share a row. */
export function factTable(): string {
  const rows = catalogue
    .filter((fact) => !isTwin(fact))
    .map((fact) => {
      const name = fact.name.replace(/^ours\./, '');
      const both = fact.name.startsWith('ours.');
      const says = both ? fact.says.replaceAll('our end', 'the end') : fact.says;
      return `| \`${both ? `ours.${name}\` \`theirs.${name}` : name}\` | ${typeText(fact.type)} | ${says} | ${needsText(fact)} |`;
    });
  return [
    '# Facts',
    '',
    'Written by `tunnelmedic playbook facts`; do not edit. A step of `for: each-end` writes `this.` and `other.` instead of `ours.` and `theirs.`.',
    'A fact that cannot be derived is *unknown*, which is never "no": `{ is: unknown }` and `{ is: known }` ask for that.',
    '',
    '| fact | values | says | rests on |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

/** The fact of their end stands in the row of ours. */
function isTwin(fact: FactDefinition): boolean {
  return fact.name.startsWith('theirs.');
}

function typeText(type: FactType): string {
  switch (type.kind) {
    case 'yes-no':
      return 'yes, no';
    case 'choice':
      return type.values.length > 12 ? 'a code of CAUSES' : type.values.join(', ');
    case 'number':
      return `number of ${type.unit}`;
    case 'text':
      return 'text';
    case 'list':
      return 'list (`empty`, `includes`)';
  }
}

function needsText(fact: FactDefinition): string {
  const kinds = [...new Set(fact.needs.map((need) => need.kind))];
  const others = [...new Set(fact.from.map((name) => name.replace(/^(ours|theirs)\./, '')))].slice(0, 3);
  const parts = [...kinds, ...others.map((name) => `*${name}*`)];
  return parts.length === 0 ? 'what is declared or said' : parts.join(', ');
}
