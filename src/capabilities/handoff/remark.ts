// `remark`: a sentence for the next shift, carried along until it is ticked off; `confirm`: who takes a shift over.

import { createHash } from 'node:crypto';
import { type Command, type CommandRequest, optionValue } from '../../commands/command.js';
import { type CommandForm, type Declaration, plain } from '../../commands/declaration.js';
import { personOf } from '../../commands/stores.js';
import { clean } from '../../commands/typed.js';
import { usage } from '../../commands/words.js';
import { commandNames, helpLine } from '../../domain/commandLine.js';
import { bareReport, type Report } from '../../domain/report.js';
import { allTeams } from '../../shifts/team.js';
import { type HandoffParts, teamFor } from './parts.js';
import { confirmAnswer, remarkAnswer } from './schema.js';

export const remarkForm: CommandForm = {
  title: 'Remark',
  inputs: [{ name: 'text', label: 'What must the next shift know?', kind: 'text' }],
};

export const remarkDeclaration: Declaration = {
  ...plain,
  name: commandNames.remark,
  words: 'TEXT | done ID',
  positionals: { least: 0, most: 400 },
  options: [
    { name: 'text', type: 'text', value: 'TEXT', summary: 'what the next shift must know', carried: true },
    { name: 'team', type: 'text', value: 'NAME', summary: 'for whom' },
  ],
  summary: 'A sentence for the next shift, carried along until it is ticked off.',
  examples: ['remark Acme changes its firewall tonight', 'remark done rem-1f2e3d4c'],
  store: true,
  right: 'handoff',
  writes: 'handoff',
  about: 'text',
  thread: 'linked',
  form: remarkForm,
  answer: remarkAnswer,
};

export function remarkCommand(parts: HandoffParts): Command {
  return {
    declaration: remarkDeclaration,
    run: (request) => remark(parts, request),
  };
}

async function remark(parts: HandoffParts, request: CommandRequest): Promise<Report> {
  const { words } = request;
  const [first, id, third] = words.positionals;
  const at = parts.clock.now().toISOString();
  const { shifts } = await parts.stores();
  if (first?.toLowerCase() === 'done' && id !== undefined && third === undefined && /^rem-/.test(id)) {
    const ticked = await shifts.tickOff(id, personOf(request), at);
    return sentence(
      ticked ? `The remark ${id} is done.` : `The remark ${id} was ticked off before, or there is none.`,
      { remark: id, done: ticked },
      ticked,
    );
  }
  const text = clean(optionValue(words, 'text') ?? words.positionals.join(' '), 1000);
  if (text === '') throw usage('What must the next shift know?', helpLine(commandNames.remark));
  const team = await teamFor(parts, optionValue(words, 'team'), request.asker);
  if (team.name === allTeams.name) {
    const names = parts.teams.map((one) => one.name).join(', ');
    throw usage(`For which team? Say \`--team\` with one of: ${names}`, helpLine(commandNames.remark));
  }
  // Made from the key: the same click twice is the same remark.
  const made = `rem-${createHash('sha256').update(request.key).digest('hex').slice(0, 8)}`;
  const link = request.thread?.link ?? null;
  await shifts.addRemark({ id: made, team: team.name, text, by: personOf(request), at, link });
  return sentence(
    `The next handoff of ${team.name} will carry it: ${text}`,
    { remark: made, team: team.name, text, link },
    true,
  );
}

export const confirmDeclaration: Declaration = {
  ...plain,
  name: commandNames.confirm,
  words: 'KEY',
  positionals: { least: 1, most: 20 },
  options: [],
  summary: 'Confirms that you take the shift over.',
  examples: [],
  store: true,
  right: 'handoff',
  writes: 'handoff',
  about: 'text',
  answer: confirmAnswer,
};

export function confirmCommand(parts: HandoffParts): Command {
  return {
    declaration: confirmDeclaration,
    async run(request) {
      const key = request.words.positionals.join(' ').slice(0, 300);
      const { shifts } = await parts.stores();
      const person = personOf(request);
      const { first, handoff } = await shifts.confirm(key, person, parts.clock.now().toISOString());
      if (!handoff) throw usage(`There is no handoff "${key.slice(0, 60)}"`, helpLine(commandNames.confirm));
      const by = handoff.confirmedBy?.name ?? person.name;
      // Everybody else sees it in the handoff itself, which is drawn again.
      return {
        ...sentence(
          first
            ? `You took over from the shift of ${handoff.team}.`
            : `${by} took over from the shift of ${handoff.team} before you.`,
          {
            handoff: handoff.key,
            team: handoff.team,
            confirmedBy: by,
            confirmedAt: handoff.confirmedAt,
            first,
          },
          false,
        ),
        kind: 'confirmed',
      };
    },
  };
}

function sentence(title: string, json: Record<string, unknown>, done: boolean): Report {
  return {
    ...bareReport,
    kind: done ? 'done' : 'unchanged',
    tone: 'quiet',
    title,
    summary: [],
    audience: done ? 'everyone' : 'asker',
    json: { schema: 1, ...json },
  };
}
