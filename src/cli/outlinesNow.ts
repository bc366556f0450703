// The outlines as the commands tell them; all of the commands are loaded for it.

import { declarations } from '../app/registry.js';
import type { Declaration } from '../commands/declaration.js';
import type { Outline } from './terminal.js';
import { terminalCommands } from './terminalCommands.js';

export function outlinesNow(): readonly Outline[] {
  return [
    // The terminal's own help stands behind `help` and nothing.
    ...declarations.filter((one) => !one.doors?.nothing).map((one) => outlineOf(one, 'question')),
    ...terminalCommands.map(({ declaration, answers }) => outlineOf(declaration, answers)),
  ];
}

function outlineOf(declaration: Declaration, answers: Outline['answers']): Outline {
  const {
    name,
    words,
    positionals,
    options,
    summary,
    examples,
    about,
    takesFile,
    takesConfig,
    fileWord,
    store,
    remembered,
    slow,
  } = declaration;
  return {
    ...{ name, words, positionals, options, summary, examples, about, takesFile, slow, answers },
    ...(takesConfig === undefined ? {} : { takesConfig }),
    ...(fileWord === undefined ? {} : { fileWord }),
    ...(store === undefined ? {} : { store }),
    ...(remembered === undefined ? {} : { remembered }),
  };
}
