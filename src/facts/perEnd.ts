// Facts that exist once for each end: `ours.…` and `theirs.…` from one description.

import type { EndEvidence, EndName } from '../domain/evidence.js';
import type { LogLine, LogReading } from '../domain/log.js';
import { tellingText } from '../domain/logRecord.js';
import type { Gap, Observation } from '../domain/observation.js';
import type { SettingName, TunnelConfig } from '../domain/tunnelConfig.js';
import type { EvidenceLine } from '../domain/verdict.js';
import { neutralPlace } from '../products/words.js';
import {
  type EndKind,
  type FactDefinition,
  type FactState,
  type FactType,
  type FactValue,
  knownFact,
  type UnknownFact,
  unknownFact,
  type View,
} from './fact.js';

export interface Sight {
  readonly end: EndEvidence;
  readonly other: EndEvidence;
  readonly view: View;
  /** A fact of this end by its short name (`ike.version`). */
  own(name: string): FactState;
  /** The same of the other end. */
  others(name: string): FactState;
}

export interface EndFact {
  readonly name: string;
  readonly type: FactType;
  /** `{end}` stands for "our end" or "their end". */
  readonly says: string;
  readonly needs: readonly EndKind[];
  /** Short names of facts of the same end, or of the other end after `other:`. */
  readonly from?: readonly string[];
  derive(sight: Sight): FactState;
}

type NameOf = (short: string) => string;

const ends: readonly { end: EndName; other: EndName; words: string; own: NameOf; others: NameOf }[] = [
  { end: 'ours', other: 'theirs', words: 'our end', own: namesOf('ours'), others: namesOf('theirs') },
  { end: 'theirs', other: 'ours', words: 'their end', own: namesOf('theirs'), others: namesOf('ours') },
];

/** A name that is joined anew is looked up anew, letter by letter. */
function namesOf(end: EndName): NameOf {
  const names = new Map<string, string>();
  return (short) => {
    const known = names.get(short);
    if (known !== undefined) return known;
    const name = `${end}.${short}`;
    names.set(short, name);
    return name;
  };
}

export function forEachEnd(facts: readonly EndFact[]): FactDefinition[] {
  return facts.flatMap((fact) =>
    ends.map(({ end, other, words, own, others }) => ({
      name: `${end}.${fact.name}`,
      type: fact.type,
      says: fact.says.replaceAll('{end}', words),
      needs: fact.needs.map((kind) => ({ end, kind })),
      from: (fact.from ?? []).map((name) =>
        name.startsWith('other:') ? `${other}.${name.slice(6)}` : `${end}.${name}`,
      ),
      derive: (view: View) =>
        fact.derive({
          end: view.evidence[end],
          other: view.evidence[other],
          view,
          own: (name) => view.fact(own(name)),
          others: (name) => view.fact(others(name)),
        }),
    })),
  );
}

export function fromGap(gap: Gap): UnknownFact {
  return unknownFact(gap.says, gap.remedy);
}

/** A line that quotes an observation: device, request or `source`, time. */
export function lineOf(observation: Observation<unknown>, text: string, source?: string): EvidenceLine[] {
  if (!observation.known) return [];
  const { device, request, at } = observation.source;
  return [{ device, source: source ?? shortRequest(request), at, text }];
}

/** An answer that took many requests is quoted with the first ones. */
function shortRequest(request: string): string {
  const all = request.split('; ');
  const more = all.length - mostRequests;
  return more > 1 ? `${all.slice(0, mostRequests).join('; ')} and ${more} more` : request;
}

const mostRequests = 2;

/** What a log as a whole shows. A pasted one has a name, that of a device is its log. */
export function logSays(end: EndEvidence, text: string): EvidenceLine[] {
  if (!end.log.known) return [];
  const { device, file, at } = end.log.source;
  return [{ device, source: file ?? 'log', at: at || null, text, isLog: true }];
}

/** A line as the log of an end printed it. */
export function printedLine(end: EndEvidence, line: LogLine, count = 1): EvidenceLine {
  const file = end.log.known ? end.log.source.file : undefined;
  const telling = tellingText(line.text);
  const printed = telling.length > longestLine ? `${telling.slice(0, longestLine)} …` : telling;
  return {
    device: end.name,
    source: file === undefined ? 'log' : `${file} line ${line.number}`,
    at: line.at,
    text: count > 1 ? `${printed} (${count} times)` : printed,
    isLog: true,
    isPrinted: true,
  };
}

const longestLine = 600;

/** A setting of an end with its place; one that is not printed says that it is the default. */
export function settingLine({ config }: EndEvidence, name: SettingName, text: string): EvidenceLine[] {
  if (!config.known) return [];
  const { places, byDefault } = config.value;
  const mark = byDefault?.includes(name) ? ' (the default: the text does not set it)' : '';
  return lineOf(config, `${text}${mark}`, places[name]);
}

/** Reads one observation; a gap becomes unknown with the gap's reason, null becomes unknown with `silent`. */
export function observed<T>(
  observation: Observation<T>,
  read: (value: T) => { value: FactValue; text: string } | null,
  silent: string,
): FactState {
  if (!observation.known) return fromGap(observation);
  const result = read(observation.value);
  if (result === null) return unknownFact(silent, 'Check the device itself.');
  return knownFact(result.value, lineOf(observation, result.text));
}

/** The same for the log of an end. */
export function fromLog(
  end: EndEvidence,
  read: (reading: LogReading) => { value: FactValue; text: string } | null,
  silent: string,
): FactState {
  if (!end.log.known) return fromGap(end.log);
  const result = read(end.log.value);
  if (result === null) return unknownFact(silent, `Read more of the log of ${end.name}.`);
  return knownFact(result.value, logSays(end, result.text));
}

/**
 * Reads a setting of the configuration. What the device does not tell is unknown with the adapter's reason,
 * never a default. The evidence line names the place of the setting in the vendor's words.
 */
export function setting(
  end: EndEvidence,
  name: SettingName,
  read: (config: TunnelConfig) => FactValue | null,
  words: (value: FactValue) => string,
): FactState {
  const observation = end.config;
  if (!observation.known) return fromGap(observation);
  const config = observation.value;
  const unreadable = config.unreadable[name];
  const value = read(config);
  if (value === null || unreadable !== undefined) {
    return unknownFact(
      unreadable ?? `${end.name} does not tell ${neutralPlace(name)}.`,
      `Check ${config.places[name] ?? neutralPlace(name)} on ${end.name}.`,
    );
  }
  return knownFact(value, settingLine(end, name, words(value)));
}
