// Where our evidence, a given log and people's answers cannot all be true.

import type { Answer, EndEvidence, TunnelEvidence } from '../domain/evidence.js';
import type { Contradiction, EvidenceLine, Statement } from '../domain/verdict.js';
import { productCalled, productTitle, signaturesByProduct } from '../products/words.js';
import { logCounts } from './answers.js';
import { askedWords, saidWords } from './answerWords.js';
import { parseValue } from './book.js';
import { factsByName } from './catalogue.js';
import { type FactValue, type KnownFact, knownFact, type View, valueText } from './fact.js';
import { heardByPartner, isSilence, knowsOnlySilence } from './logHeard.js';
import { lineOf, printedLine } from './perEnd.js';

const elsewhere = 'answer.peer-answers-elsewhere';

/** The one that a person has to settle first. */
export function contradictionsOf(view: View): readonly Contradiction[] {
  const { answers } = view.evidence;
  const settled = answers.some(({ fact, value }) => fact === logCounts.fact && value === logCounts.counts);
  const found = [...ofAnswers(view), ...ofState(view), ...ofProduct(view)];
  return [
    ...found.filter(({ counts }) => !settled || counts.from !== 'given-log'),
    ...ofSilence(view, settled),
  ];
}

/** Evidence outranks an answer, whoever gave it; whoever gave it must know. */
function ofAnswers(view: View): readonly Contradiction[] {
  const newest = new Map(view.evidence.answers.map((answer) => [answer.fact, answer]));
  return [...newest.values()].flatMap((answer): Contradiction[] => {
    const definition = factsByName.get(answer.fact);
    const said = definition ? parseValue(definition.type, answer.value) : null;
    const state = shownByTheirLog(answer.fact, view.evidence) ?? definition?.derive(view);
    if (!definition || said === null || !state?.known || String(state.value) === String(said)) return [];
    const [line] = state.evidence;
    if (!line || isSameProduct(answer.fact, said, state.value)) return [];
    const from = isGivenLog(view.evidence.theirs, line) ? 'given-log' : 'device';
    const shows = from === 'given-log' ? `the log of ${line.device}` : line.device;
    const seen =
      answer.fact === elsewhere
        ? `${shows} shows that packets of ${view.evidence.ours.name} arrive there${clockOf(line)}`
        : `${shows} shows${clockOf(line)}: ${quoted(line.text)}`;
    const counts: Statement = { by: line.device, from, says: seen, line };
    const told = answered(answer, saidWords(answer.fact, valueText(said, definition.type)), view);
    return [between('person', counts, told, from === 'given-log')];
  });
}

/** What the log of a partner answers that only a person could tell before: its gateway is alive when it refuses us. */
export function shownByTheirLog(fact: string, { theirs }: Pick<TunnelEvidence, 'theirs'>): KnownFact | null {
  const heard = fact === elsewhere ? heardByPartner(theirs) : null;
  return heard && knownFact('yes', [printedLine(theirs, heard.line)]);
}

/** A log of charon does not speak against a product that prints charon's words. */
function isSameProduct(fact: string, said: FactValue, seen: FactValue): boolean {
  const prints = signaturesByProduct();
  return fact === 'peer.vendor' && prints.get(String(said)) === prints.get(String(seen));
}

function isGivenLog({ readable, name }: EndEvidence, line: EvidenceLine): boolean {
  return !readable && line.device === name && line.isLog === true;
}

function answered({ fact, value, by, at }: Answer, shown: string, { evidence }: View): Statement {
  const sentence =
    fact === elsewhere && value === 'no'
      ? `that ${evidence.theirs.name} is unreachable from elsewhere too`
      : `“${shown}” to the question ${askedWords(fact)}`;
  const line: EvidenceLine = { device: by, source: 'answer', at, text: `${askedWords(fact)}: ${shown}` };
  return { by, from: 'person', says: `${by} said ${sentence}`, line };
}

/** Their log shows the tunnel up, and our end holds none. */
function ofState({ evidence: { ours, theirs }, states }: View): readonly Contradiction[] {
  if (theirs.readable || !theirs.log.known || theirs.log.value.endsUp !== true || !ours.live.known) return [];
  const up = theirs.log.value.events.findLast(({ says }) => says === 'child-up' || says === 'rekey-done');
  if (states.ours.state !== 'down' || !up) return [];
  const theirLine = printedLine(theirs, up.line);
  const [ourLine] = lineOf(ours.live, states.ours.basis);
  if (!ourLine) return [];
  const theirSays = `the log of ${theirs.name} shows the tunnel up${clockOf(theirLine)}: ${quoted(up.line.text)}`;
  const their: Statement = { by: theirs.name, from: 'given-log', says: theirSays, line: theirLine };
  const our: Statement = { by: ours.name, from: 'device', says: `${ours.name} holds no SA`, line: ourLine };
  return [between('state', our, their, true)];
}

/** The log is of another product than was declared. */
function ofProduct({ evidence: { theirs, declared } }: View): readonly Contradiction[] {
  const vendor = declared.partner?.vendor ?? null;
  if (theirs.readable || !theirs.log.known || vendor === null) return [];
  const { vendor: read, sharedBy, events } = theirs.log.value;
  const prints = signaturesByProduct().get(vendor.toLowerCase());
  const [first] = events;
  if (!first || read === 'unknown' || sharedBy.length > 0 || prints === undefined || prints === read)
    return [];
  const line = printedLine(theirs, first.line);
  const readAs = `the log of ${theirs.name} is one of ${productTitle(read)}`;
  const said = `the settings say that ${theirs.name} has ${productTitle(productCalled(vendor) ?? vendor)}`;
  const declaration: EvidenceLine = {
    device: 'tunnelmedic',
    source: 'declaration',
    at: null,
    text: `vendor: ${vendor}`,
  };
  return [
    between(
      'product',
      { by: theirs.name, from: 'given-log', says: readAs, line },
      { by: 'tunnelmedic', from: 'declaration', says: said, line: declaration },
      true,
    ),
  ];
}

/** Our end hears nothing, and their log shows what happens to our packets. Both can be: then the way back is silent, or the gateway is. */
function ofSilence({ evidence: { ours, theirs } }: View, settled: boolean): readonly Contradiction[] {
  const heard = heardByPartner(theirs);
  if (!heard || !ours.log.known || !theirs.log.known || !knowsOnlySilence(ours.log.value.candidates))
    return [];
  const silent = ours.log.value.events.findLast(isSilence);
  if (!silent) return [];
  const theirLine = printedLine(theirs, heard.line);
  const ourLine = printedLine(ours, silent.line);
  const counts: Statement = {
    by: theirs.name,
    from: 'given-log',
    says: `the log of ${theirs.name} shows that packets arrive there${clockOf(theirLine)}`,
    line: theirLine,
  };
  const against: Statement = {
    by: ours.name,
    from: 'device',
    says: `${ours.name} gets no answer${clockOf(ourLine)}`,
    line: ourLine,
  };
  const isTied = theirs.log.value.tie !== null;
  const found = between('silence', counts, against, !isTied && !settled);
  const both = `Either ${theirs.name} refuses without an answer, or its answers are lost on the way back.`;
  return [
    isTied || settled ? { ...found, says: `${capital(against.says)}, and ${counts.says}. ${both}` } : found,
  ];
}

function between(
  about: Contradiction['about'],
  counts: Statement,
  against: Statement,
  isAsked: boolean,
): Contradiction {
  const both = `${capital(against.says)}; ${counts.says}.`;
  return {
    about,
    counts,
    against,
    says: `${both} ${counts.from === 'given-log' ? 'The log' : counts.by} counts${isAsked ? ' until somebody says which is right' : ''}.`,
    question: isAsked ? `${both} Which is right?` : null,
  };
}

function clockOf({ at }: EvidenceLine): string {
  return at === null ? '' : ` at ${at.slice(11, 19)} UTC`;
}

const longestQuote = 160;

function quoted(text: string): string {
  return text.length > longestQuote ? `${text.slice(0, longestQuote)} …` : text;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
