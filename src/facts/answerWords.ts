// A fact and a person's answer to it as people read them, who never see the fact's name.

import { factsByName } from './catalogue.js';

/** What was asked, for an answer that nobody asked for: `whether the key was entered anew`. */
export function askedWords(fact: string): string {
  const says = factsByName.get(fact)?.says ?? 'a question';
  const plain = says.replace(/^Whether /, 'whether ').replace(/, as [^,]*$|\.$/, '');
  return plain.replace(/\.$/, '');
}

/** A choice by its title where it has one; every other value as it is. */
export function saidWords(fact: string, value: string): string {
  return factsByName.get(fact)?.titleOf?.(value) ?? value;
}
