// The declarations are the whole command: complete, consistent, and nobody but a command's own file knows its name.

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { declarations } from '../../../src/app/registry.js';
import { terminalCommands } from '../../../src/cli/terminalCommands.js';
import { type Declaration, type Door, usageOf } from '../../../src/commands/declaration.js';
import { commandAt, readWords } from '../../../src/commands/understand.js';
import { splitWords } from '../../../src/commands/words.js';
import { commandLine, commandNames } from '../../../src/domain/commandLine.js';

const all: readonly Declaration[] = [
  ...declarations,
  ...terminalCommands.map((command) => command.declaration),
];
const doors: readonly Door[] = [
  'ask',
  'check',
  'open',
  'pin',
  'drop',
  'nothing',
  'home-shift',
  'home-fleet',
  'home-trouble',
];

describe('the registry', () => {
  it('has each name once, and every name that reports offer', () => {
    const names = all.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
    const offered = Object.values(commandNames);
    expect(offered.filter((name) => !declarations.some((one) => one.name === name))).toEqual([]);
  });

  it('has one command behind each door', () => {
    const behind = doors.map((door) => declarations.filter((one) => one.doors?.[door]).length);
    expect(behind).toEqual(doors.map(() => 1));
    expect(commandAt('check', [])).toBeNull();
  });
});

describe.each(all.map((one) => [one.name, one] as const))('%s', (name, declaration) => {
  it('reads its own examples', () => {
    for (const example of declaration.examples) {
      const [first, ...words] = splitWords(example);
      expect(first).toBe(name);
      expect(() =>
        readWords(
          declaration,
          words.filter((word) => word !== '--json'),
          '',
        ),
      ).not.toThrow();
    }
  });

  it('says in one sentence what it does, and shows every option that people type', () => {
    expect(declaration.summary).toMatch(/^[A-Z][^\n]*\.$/);
    const usage = usageOf(declaration);
    expect(usage.startsWith(name)).toBe(true);
    const hidden = declaration.options.filter(
      (option) => !option.carried && !usage.includes(`--${option.name}`),
    );
    expect(hidden).toEqual([]);
    const names = declaration.options.map((option) => option.name);
    expect(names).toEqual([...new Set(names)]);
    expect(declaration.options.filter((option) => option.summary === '')).toEqual([]);
  });

  it('is put to the running service when it is about what is kept', () => {
    if (declaration.writes !== 'nothing' || declaration.about === 'incident' || declaration.right === 'audit')
      expect(declaration.store).toBe(true);
  });

  it('has fields only for what it takes', () => {
    const inputs = declaration.form?.inputs ?? [];
    const unknown = inputs.filter((input) =>
      input.kind === 'file'
        ? declaration.takesFile === null
        : !declaration.options.some((option) => option.name === input.name),
    );
    expect(unknown).toEqual([]);
  });

  it('needs a right for what it writes', () => {
    if (declaration.writes === 'nothing' || typeof declaration.right === 'function') return;
    expect(declaration.right).not.toBe('read');
    expect(declaration.right).not.toBe('none');
  });
});

describe('a line that asks a command', () => {
  it('is read back as it was made', () => {
    const line = commandLine(commandNames.logs, ['to "paris" now'], {
      since: '2 h',
      all: true,
      state: ['a', 'b'],
    });
    expect(splitWords(line)).toEqual([
      'logs',
      'to paris now',
      '--since',
      '2 h',
      '--all',
      '--state',
      'a',
      '--state',
      'b',
    ]);
  });
});

const source = fileURLToPath(new URL('../../../src/', import.meta.url));

/** Where a bare name could only be a command's. Elsewhere the same words mean other things: evidence is `config`, a table `incidents`. */
const nearCommands = /^(app|capabilities|cli|commands|demo|slack)\//;

/** Files in which the name of a command is another word. */
const otherWords: Readonly<Record<string, readonly string[]>> = {
  // An action of its own.
  'cli/playbook.ts': ['list'],
  // `with this answer`.
  'cli/terminalWalk.ts': ['answer'],
  // Kinds of events.
  'capabilities/incident/threadMessages.ts': ['partner-log', 'sheet'],
  // The noun.
  'cli/moveStore.ts': ['incident'],
  // A right.
  'commands/dispatch.ts': ['triage'],
  // A form of an answer.
  'commands/shapes.ts': ['list'],
  // A column of the form.
  'capabilities/sheet/text.ts': ['remark'],
  // Rights.
  'demo/demo.ts': ['triage', 'handoff', 'audit'],
  // A block of the settings.
  'app/alerts.ts': ['watch'],
  'app/channels.ts': ['watch'],
  'app/keeping.ts': ['watch'],
  'app/listeners.ts': ['watch'],
  // The queue of a job.
  'app/preparedJobs.ts': ['watch'],
  // What is known of a tunnel.
  'capabilities/alert/look.ts': ['watch'],
  // The noun.
  'capabilities/alert/report.ts': ['alert'],
  'capabilities/alert/said.ts': ['alert'],
  'capabilities/incident/schema.ts': ['incident', 'alert'],
  // Of an alert: whether it burns.
  'capabilities/incident/openGroup.ts': ['status'],
  // The protocol, in the key by which a statement of it is taken once.
  'mcp/http.ts': ['mcp'],
  // A property of a child.
  'facts/differences.ts': ['start'],
};

/** Code without comments; what is a kind of something (a block, an event, a right, what is written) is no command. */
function codeOf(file: string): string {
  return readFileSync(join(source, file), 'utf8')
    .replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
    .replace(/\b(kind|right|writes|about|NeededRight)\b(: readonly|:| [!=]==) ('[\w-]+'( \| )?)+/g, '')
    .replace(/\bright: \([^=]*=>[^;]*?,\n/g, '')
    .replace(/\bname: '[\w-]+'(?=,\s*type:)|optionValue\(\w+, '[\w-]+'\)/g, '')
    .replace(/\b(case|Pick<\w+,) '[\w-]+'/g, '');
}

/** The names that stand in a file as words of their own, or at the head of a line that asks. */
function namesIn(file: string): readonly string[] {
  const code = codeOf(file);
  const alone = nearCommands.test(file);
  return all
    .map(({ name }) => name)
    .filter((name) => (alone && code.includes(`'${name}'`)) || new RegExp(`['\`]${name} [\\w$-]`).test(code));
}

/** It declares the command, by its name or by the list of names. */
function declares(file: string, name: string): boolean {
  const code = readFileSync(join(source, file), 'utf8');
  return (
    code.includes(`  name: '${name}'`) || new RegExp(`  name: commandNames\\.${camel(name)},`).test(code)
  );
}

const camel = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

describe('the name of a command', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/^(simulator|vendors|workspace|domain\/secrets)\//.test(file))
    .map((file) => relative(source, join(source, file)));

  it('stands in its own file, and in the list of names, alone', () => {
    const known = files
      .filter((file) => !file.endsWith('commandLine.ts'))
      .flatMap((file) =>
        namesIn(file)
          .filter((name) => !declares(file, name) && !otherWords[file]?.includes(name))
          .map((name) => `${file} knows ${name}`),
      );
    expect(known).toEqual([]);
  });
});
