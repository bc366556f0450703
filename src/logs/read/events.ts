// From lines to events: what each line says in the words of the signatures, and which vendor printed the log.

import type { EventWord } from '../../domain/eventWords.js';
import { eventAlone, type LogEvent, type LogLine } from '../../domain/log.js';
import { signaturesByProduct } from '../../products/words.js';
import { ownConceptSet } from '../concept/set.js';
import { observe } from '../exchange/observe.js';
import type { Match, SignatureSet } from '../signature/set.js';
import type { Signature } from '../signature/signature.js';
import { readStatus } from '../status/read.js';
import { isForeign, saysIpsec, speaksOfIpsec } from './foreign.js';
import { inOrder } from './order.js';
import { mayPrint, vendorOfPrefix } from './prefix.js';
import { VendorVotes } from './vendorVotes.js';

/** The vendor whose signatures know the lines of a product: pfSense prints charon's. */
function vendorName(name: string): string {
  return signaturesByProduct().get(name.toLowerCase()) ?? name.toLowerCase();
}

/** Every name that `--vendor` takes. */
export function knownVendors(files: readonly string[]): string[] {
  return [...new Set([...files, ...signaturesByProduct().keys()])].sort();
}

export interface RecognizedLines {
  readonly vendor: string;
  /** Vendors that printed a good part of the lines; more than one means a mixed log. */
  readonly vendors: readonly string[];
  /** Vendors whose words these are alike; empty when the log tells one from the others. */
  readonly undecided: readonly string[];
  readonly events: readonly LogEvent[];
  /** Lines of status outputs that say nothing by themselves: headings, labels, zeros. */
  readonly labels: number;
}

interface Recognized {
  readonly line: LogLine;
  readonly matches: readonly Match[];
  readonly prefix: string | null;
  /** Its words are those of every vendor. */
  readonly isShared: boolean;
}

/** What programs of every kind print: in general words alone it does not make a short log one of IPsec. */
const saidEverywhere: ReadonlySet<EventWord> = new Set([
  'blocked',
  'no-route',
  'no-answer',
  'auth-failed',
  'certificate-bad',
  'too-large',
]);

/** Time, priority, tag and severity before the message. */
const beforeMessage =
  /^(?:<\d{1,3}>\d? ?|[\d:.,/TZ+-]{4,40}[ ,;]+|[A-Z][a-z]{2} {1,2}\d{1,2} [\d:.]{8,15} +(?:[^\s:]{1,100} +(?=[\w./-]{1,40}(?:\[\d{1,8}\])?: |[A-Z][a-z]{2} {1,2}\d{1,2} \d|\d{4}-\d\d-\d\d[T ]))?|\[[^\]]{1,40}\][ :]*|[\w./-]{1,40}(?:\[\d{1,8}\])?: +| +)+/;
/** A name in quotes or what stands in brackets is no wording: however long it is, the phrase around it is all that is said. */
const quotedName = /'[^']{1,120}'|\[[^\]]{1,120}\]/g;
const longPhrase = 30;
const veryLongPhrase = 40;
const mostOfIt = 0.5;
const nearlyAllOfIt = 0.8;

/** Prefixes are looked for in the first lines and in every known line. */
const linesForMarks = 200;

/**
 * One event for each line that a signature knows, in the order of the lines; none when no known line is about IPsec.
 * @param vendor what the caller knows; null finds it out: marks (prefixes) count most, then the most specific shapes.
 * @param total how many lines the log has, when only some of them are given
 */
export function recognize(
  lines: readonly LogLine[],
  signatures: SignatureSet,
  vendor: string | null,
  total = lines.length,
): RecognizedLines {
  const votes = new VendorVotes();
  const found: Recognized[] = [];
  const unknown: Recognized[] = [];
  let marked = false;
  const status = readStatus(lines);
  lines.forEach((line, index) => {
    const [told] = status.events.get(line.number) ?? [];
    if (told) {
      marked = true;
      votes.mark(told.vendor);
      return;
    }
    const every = signatures.recognize(line.text);
    if (every.length > 0 && isForeign(line)) return;
    const prefix = vendorOfPrefix(line.text);
    const matches = every.filter(({ signature }) => mayPrint(prefix, signature.vendor));
    if (matches.length > 0 || index < linesForMarks) {
      for (const mark of new Set([
        ...(prefix === null ? [] : [prefix]),
        ...signatures.vendorsOf(line.text),
      ])) {
        marked = true;
        votes.mark(mark);
      }
    }
    const isShared = prefix === null && isSharedByAll(matches);
    if (!isShared) votes.words(matches);
    const one = { line, matches, prefix, isShared };
    if (matches.some(({ signature }) => !isGeneral(signature))) found.push(one);
    else if (!status.made.has(line.number)) unknown.push(one);
  });
  const general = unknown.map((one) => ({ ...one, event: readGenerally(one, lines.length) }));
  const known = [...found, ...general.filter(({ event }) => event !== null)].map(({ line, matches }) => ({
    line,
    documented: () => matches.some((match) => isDocumented(match, line.text)),
  }));
  if (vendor === null && !speaksOfIpsec(known, lines, marked, total))
    return { vendor: 'unknown', vendors: [], undecided: [], events: [], labels: 0 };
  const chosen = vendor !== null ? vendorName(vendor) : votes.winner();
  return {
    vendor: chosen,
    vendors: votes.vendors(),
    undecided: vendor === null ? votes.undecided() : [],
    events: inOrder([
      ...[...status.events.values()].flat(),
      ...found.flatMap((one) => {
        const own = one.matches.some(({ signature }) => signature.vendor === chosen);
        if (one.isShared && !own) return readGenerally(one, lines.length) ?? [];
        const match = choose(one.matches, chosen);
        const isTrusted = votes.isMarked(match.signature.vendor) || isDocumented(match, one.line.text);
        const event = eventOf(one.line, match);
        return (isTrusted ? messageOfRecord(event) : otherwise(one.line, match)) ?? event;
      }),
      ...general.flatMap(({ line, prefix, event }) => event ?? messageEvents(line, prefix ?? chosen)),
    ]),
    labels: status.made.size - status.events.size,
  };
}

/** In a longer log only lines that say a word of IPsec themselves are read by concept: other programs fail too. */
const excerpt = 60;

/** A line that no vendor's signature knows: by its words, else by a general wording. */
function readGenerally({ line, matches }: Recognized, total: number): LogEvent | null {
  const [first] = matches;
  if (isForeign(line)) return null;
  const byWords = total > excerpt && !saysIpsec(line) ? null : ownConceptSet().read(line);
  return byWords ?? (first ? { ...eventOf(line, first), readBy: 'concept' } : null);
}

/** A few words that one vendor prints may stand in a longer sentence of another, which says something else. */
function otherwise(line: LogLine, { signature }: Match): LogEvent | null {
  const causes = [...(signature.proves ? [signature.proves] : []), ...signature.suggests];
  const byWords = causes.length > 0 ? ownConceptSet().read(line) : null;
  if (!byWords || byWords.says === signature.says) return null;
  const [likeliest] = byWords.suggests;
  return likeliest !== undefined && causes.includes(likeliest) ? null : byWords;
}

/** `phase2_state=down `: the states that a record carries stand before its message. */
const statesOfRecord = /^(?:\w{1,40}_state=\w{1,20} )+(?=\S)/;

/** What only follows from the states of a record is told by its message, whose words say more. */
function messageOfRecord({ line, consequence, milestone }: LogEvent): LogEvent | null {
  if (!consequence || !statesOfRecord.test(line.text)) return null;
  const message = line.text.replace(statesOfRecord, '');
  const byWords = ownConceptSet().read({ ...line, text: message });
  if (byWords === null || byWords.consequence) return null;
  return { ...byWords, line, milestone: byWords.milestone ?? milestone };
}

/** The general wording fits as well as that of any vendor: the line names no vendor, and proves what the words of every vendor prove. */
function isSharedByAll(matches: readonly Match[]): boolean {
  const weightOf = (isGeneric: boolean): number =>
    matches
      .filter(({ signature }) => (signature.vendor === 'generic') === isGeneric)
      .reduce((most, { weight }) => Math.max(most, weight), 0);
  return weightOf(true) > 0 && weightOf(true) >= weightOf(false);
}

/** A wording that every vendor shares and that proves nothing by itself. */
function isGeneral({ vendor, proves }: Signature): boolean {
  return vendor === 'generic' && proves === null;
}

/** True when the message of the line is the documented phrase and little else, or the phrase is long, longer where every program knows the fault. */
function isDocumented({ signature, weight }: Match, text: string): boolean {
  const everywhere = saidEverywhere.has(signature.says);
  if (everywhere && signature.vendor === 'generic') return false;
  if (weight >= (everywhere ? veryLongPhrase : longPhrase)) return true;
  const message = text.replace(beforeMessage, '').replace(quotedName, "''");
  return weight >= message.length * (everywhere ? nearlyAllOfIt : mostOfIt);
}

/** The vendor's own signature when it knows the line; else the most specific one of all. */
function choose(matches: readonly Match[], vendor: string): Match {
  const own = matches.find((match) => match.signature.vendor === vendor);
  const special = matches.find((match) => match.signature.vendor !== 'generic');
  return (own ?? special ?? matches[0]) as Match;
}

/** A line that tells of a message in that vendor's words carries no judgment; a line that tells of none is no event. */
function messageEvents(line: LogLine, vendor: string): LogEvent[] {
  if (observe(line.text, vendor).length === 0) return [];
  return [eventAlone(line, { signature: `${vendor}/message`, readBy: 'message', vendor, says: 'packet' })];
}

function eventOf(line: LogLine, { signature, captures }: Match): LogEvent {
  return {
    signature: `${signature.vendor}/${signature.id}`,
    readBy: 'signature',
    vendor: signature.vendor,
    says: signature.says,
    phase: signature.phase,
    printedBy: signature.side,
    ikeVersion: signature.ike,
    proves: signature.proves,
    suggests: signature.suggests,
    confusedWith: signature.confusedWith,
    harmless: signature.harmless,
    consequence: signature.consequence,
    milestone: signature.milestone,
    detail: ownConceptSet().detailOf(signature.says, line.text),
    means: signature.means,
    context: signature.context as Readonly<Record<string, string>>,
    line,
    count: 1,
    captures,
  };
}
