// Lines that no signature knows and that have the shape of an error: a log that holds one after its last success is not called healthy.

import type { EventWord } from '../../domain/eventWords.js';
import type { LogEvent, LogLine } from '../../domain/log.js';
import { isForeign } from './foreign.js';
import { keysOf } from './keys.js';
import type { TunnelEvents } from './tunnels.js';

const most = 20;
const looked = 600;

const shape =
  /\b(?:errors?|err|fail(?:ed|ure|ures|s|ing)?|unable|cannot|can ?not|can't|couldn't|could not|won't|denied|invalid|unsupported|refus(?:ed|es|ing)|reject(?:ed|s|ing)?|unreachable|mismatch(?:ed)?|does(?:n't| not) match|illegal|malformed|corrupt(?:ed)?|exhausted|overlap(?:s|ping)?|no such|not (?:supported|permitted|allowed|found|available|possible|accepted|acceptable|installed|implemented)|unexpected payload|timed out|giving up|aborted|aborting|NAK)\b|\bE(?:PERM|NOENT|IO|AGAIN|NOMEM|ACCES|BUSY|EXIST|INVAL|NOSPC|NOSYS|NOTSUP|OPNOTSUPP|PROTONOSUPPORT|AFNOSUPPORT|ADDRINUSE|ADDRNOTAVAIL|NETDOWN|NETUNREACH|MSGSIZE|NOBUFS|CONNREFUSED|HOSTUNREACH|TIMEDOUT)\b|\bINVALID_[A-Z]|\bresult ?[:=] ?-\d|\berrno ?[:=]? ?[1-9]/i;
/** A counter that stands at zero, alone or beside others. */
const zeros = /(?:[:=)/]|\b(?:sen[dt]|recv|rcv|errors?|drops?)) *0\b(?![./])/i;
/** Counts of nothing, and words about errors that say that there was none. */
const nothing =
  /\b(?:no|0|zero|without) (?:\w+ )?(?:errors?|failures?)\b|\b(?:errors?|failures?|failed|rejects?|invalid|denied)\b ?[:=]? ?0\b|\berror ?[:=] ?(?:none|success|ok)\b|\bdebug[ :]|\bsuccess(?:ful|fully)?\b/i;

/** Counters of one SA that went out and never in, in a form that no reader knows. */
const nothingCame =
  /\b(?:\w{0,6}in|rx|rcvd?|recv|received|decaps|decrypt(?:ed|s)?|inbound)(?:[ _-]?(?:bytes?|pkts?|packets?))? ?[=:] ?0 ?[KMG]?B?(?![\w.])/i;
const somethingWent =
  /\b(?:\w{0,6}out|tx|sent|send|encaps|encrypt(?:ed|s)?|outbound)(?:[ _-]?(?:bytes?|pkts?|packets?))? ?[=:] ?[1-9]/i;

const successes: ReadonlySet<EventWord> = new Set([
  'child-up',
  'rekey-done',
  'authenticated',
  'monitor-up',
  'recovered',
]);

/**
 * @param lines every line that was read, in the order of the file
 * @param events the known lines of the tunnel in question, oldest first
 * @param isReversed the file stands newest first
 * @returns oldest first, bounded
 */
export function unknownErrorsOf(
  lines: readonly LogLine[],
  known: ReadonlySet<number>,
  tunnel: TunnelEvents,
  events: readonly LogEvent[],
  isReversed: boolean,
): LogLine[] {
  const success = events.findLast(({ says }) => successes.has(says))?.line.number;
  const isAfter = ({ number }: LogLine): boolean =>
    success === undefined || (isReversed ? number < success : number > success);
  const found = lines.filter(
    (line) => !known.has(line.number) && isAfter(line) && hasErrorShape(line) && isOf(line, tunnel),
  );
  return (isReversed ? found.toReversed() : found).slice(0, most);
}

function hasErrorShape(line: LogLine): boolean {
  const text = line.text.length > looked ? line.text.slice(0, looked) : line.text;
  if (nothingCame.test(text) && somethingWent.test(text)) return !isForeign(line);
  return (
    shape.test(text) && !nothing.test(text) && !(zeros.test(text) && !/[1-9]/.test(text)) && !isForeign(line)
  );
}

/** It names this tunnel, or none at all. */
function isOf(line: LogLine, tunnel: TunnelEvents): boolean {
  const { names } = keysOf(line.text, line.object);
  if (names.length === 0 || tunnel.names.length === 0) return true;
  const own = new Set(tunnel.names.map((name) => name.toLowerCase()));
  return names.some((name) => own.has(name.toLowerCase()));
}
