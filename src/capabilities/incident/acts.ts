// The acts on an incident: from words to what happens, decided on what stands there at that moment.

import { type CommandRequest, isOn, optionValue } from '../../commands/command.js';
import type { ActSpec } from '../../commands/declaration.js';
import { personOf } from '../../commands/stores.js';
import { clean, readPerson } from '../../commands/typed.js';
import { usage } from '../../commands/words.js';
import { causeCodes, isCause } from '../../domain/causes.js';
import { commandNames, helpLine } from '../../domain/commandLine.js';
import type { Decision } from '../../incidents/act.js';
import type { Person } from '../../incidents/events.js';
import type { Incident } from '../../incidents/incident.js';
import { openStates, stateWords } from '../../incidents/words.js';
import { closeMatches } from '../../support/textDistance.js';
import { requireOpen } from './parts.js';
import { readSeverity } from './triage.js';

export const incidentActs = [
  { word: 'take', right: 'triage' },
  { word: 'hand', right: 'triage', rest: 'to' },
  { word: 'severity', right: 'triage', rest: 'severity' },
  { word: 'state', right: 'triage' },
  { word: 'set', right: 'triage' },
  { word: 'note', right: 'triage', rest: 'text' },
  { word: 'close', right: 'close' },
  { word: 'reopen', right: 'close', rest: 'why' },
  { word: 'split', right: 'triage', rest: 'tunnels' },
  { word: 'merge', right: 'triage' },
  { word: commandNames.diagnose, right: 'triage' },
  { word: 'message', right: 'read' },
] as const satisfies readonly ActSpec[];
type IncidentAct = (typeof incidentActs)[number];
export type ActWord = IncidentAct['word'];
/** Acts that are decided on what stands in the timeline of this one alone; the others ask devices first, or are about several incidents. */
export type DecidedWord = Exclude<ActWord, typeof commandNames.diagnose | 'message' | 'split' | 'merge'>;

export const actWords: readonly ActWord[] = incidentActs.map((act) => act.word);

/** The act that a word means, however it is written. */
export function actNamed(word: string): IncidentAct | null {
  return incidentActs.find((one) => one.word === word.toLowerCase()) ?? null;
}

export type Decide = (incident: Incident) => Decision;

/**
 * One act, or two for `set`, each decided by itself.
 * @throws Problem `usage` at once for words that do not fit; the returned functions throw when the incident does not allow it.
 */
export function decideActs(word: DecidedWord, request: CommandRequest): readonly Decide[] {
  if (word !== 'set') return [decideAct(word, request)];
  const wanted = (['severity', 'state'] as const).filter(
    (name) =>
      optionValue(request.words, name) !== null ||
      (name === 'state' && optionValue(request.words, 'for') !== null),
  );
  if (wanted.length === 0) throw usage('`set` needs --state or --severity', helpLine(commandNames.incident));
  return wanted.map((name) => decideAct(name, request));
}

function decideAct(word: Exclude<DecidedWord, 'set'>, request: CommandRequest): Decide {
  const { words } = request;
  const rest = words.positionals.slice(2);
  const text = (option: string, max: number): string =>
    clean(optionValue(words, option) ?? rest.join(' '), max);
  switch (word) {
    case 'take':
      return take(personOf(request), isOn(words, 'over'));
    case 'hand':
      return hand(readPerson(text('to', 200)));
    case 'severity': {
      const severity = readSeverity(text('severity', 40));
      return whileOpen((incident) =>
        incident.severity === severity
          ? { leave: `It is ${severity} already.` }
          : { do: { kind: 'severity', severity } },
      );
    }
    case 'state':
      return state(request, rest);
    case 'note': {
      const note = required(text('text', 3000), '`note` needs a text');
      const source = clean(optionValue(words, 'source') ?? '', 500);
      return () => ({ do: { kind: 'note', text: note, source: source || null } });
    }
    case 'close':
      return close(request, rest);
    case 'reopen': {
      const why = required(text('why', 500), '`reopen` needs the reason');
      return (incident) =>
        incident.mergedInto
          ? { leave: `${incident.mergedInto} goes on with it.` }
          : incident.closed
            ? { do: { kind: 'reopened', why } }
            : { leave: 'It is open already.' };
    }
  }
}

function whileOpen(decide: Decide): Decide {
  return (incident) => {
    requireOpen(incident);
    return decide(incident);
  };
}

function take(by: Person, over: boolean): Decide {
  return whileOpen((incident) => {
    const owner = incident.isOwnedByDefault ? null : incident.owner;
    if (owner?.id === by.id) return { leave: 'You own it already.' };
    if (owner && !over) return { leave: `${owner.name} owns it already.`, owned: true };
    return { do: { kind: 'owner', owner: by } };
  });
}

function hand(to: Person): Decide {
  return whileOpen((incident) =>
    incident.owner?.id === to.id && !incident.isOwnedByDefault
      ? { leave: `${to.name} owns it already.` }
      : { do: { kind: 'owner', owner: to } },
  );
}

function state(request: CommandRequest, rest: readonly string[]): Decide {
  const [first = '', ...more] = rest;
  const typed = clean(optionValue(request.words, 'state') ?? first, 40).toLowerCase();
  const wanted = openStates.find((one) => one === typed) ?? shortStates[typed];
  if (!wanted) {
    const hint = typed === 'resolved' || typed === 'closed' ? 'Close it with `close CAUSE REMEDY`' : '';
    throw usage(
      hint || `"${typed}" is no state; there are ${openStates.join(', ')}, and \`close\``,
      helpLine(commandNames.incident),
    );
  }
  const words = more[0]?.toLowerCase() === 'for' ? more.slice(1) : more;
  const waitingFor = clean(optionValue(request.words, 'for') ?? words.join(' '), 200);
  return whileOpen((incident) =>
    incident.state === wanted && incident.waitingFor === waitingFor
      ? { leave: `It is ${stateWords[wanted]} already.` }
      : { do: { kind: 'state', state: wanted, waitingFor } },
  );
}

const shortStates: Readonly<Record<string, (typeof openStates)[number]>> = {
  waiting: 'waiting-for-partner',
  partner: 'waiting-for-partner',
  watching: 'monitoring',
};

function close(request: CommandRequest, rest: readonly string[]): Decide {
  const given = optionValue(request.words, 'cause');
  const [first = '', ...more] = given === null ? rest : ['', ...rest];
  const cause = (given ?? first).trim();
  if (!isCause(cause)) {
    const close = closeMatches(cause, causeCodes, 3);
    const hint =
      close.length > 0
        ? ` Did you mean ${close.join(' or ')}?`
        : ' Causes are the codes that a diagnosis shows.';
    throw usage(`"${cause.slice(0, 60)}" is no cause.${hint}`, helpLine(commandNames.incident));
  }
  const remedy = required(
    clean(optionValue(request.words, 'remedy') ?? more.join(' '), 2000),
    '`close` needs the remedy: what put it right',
  );
  return (incident) =>
    incident.closed
      ? { leave: `${incident.closed.by.name} closed it already.` }
      : { do: { kind: 'closed', cause, remedy } };
}

function required(text: string, detail: string): string {
  if (text === '') throw usage(detail, helpLine(commandNames.incident));
  return text;
}
