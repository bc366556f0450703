// Which end printed a log, when no known line says it outright: names of states, requests and answers, and who refused whom.

import type { Role } from '../../domain/live.js';
import type { LogEvent } from '../../domain/log.js';

/** A piece of text that only one end prints; the first group is the letter or word of the role. */
const marks = [
  // pluto: STATE_MAIN_R2, MAIN_I3, IKE_AUTH_I, REKEY_CHILD_R0
  /\b(?:STATE_)?(?:V2_)?(?:MAIN|AGGR|QUICK|PARENT|IKE_AUTH|IKE_SA_INIT|REKEY_CHILD|NEW_CHILD|REKEY_IKE|XAUTH|MODE_CFG)_([IR])\d?\b/,
  // IOS: IKE_R_MM1, (I) MM_NO_STATE
  /\bIKE_([IR])_[A-Z]{2}\d?/,
  /\(([IR])\) ?(?:MM|AG|QM|MsgID)[_ ]/,
  // PAN-OS: SA state {GW:6-I}; as responder, main mode
  /\{GW:\d{1,6}-([IR])\}/,
  /\bas (initiator|responder)\b/i,
  /\brole ?[:=] ?"?(initiator|responder)/i,
  // SonicWall: IKE Responder:, Windows: Initiator or Responder: Initiator, Linux audit: direction=initiator
  /\bIKE (Initiator|Responder):/,
  /\bInitiator or Responder:\s+(Initiator|Responder)/,
  /\bdirection=(initiator|responder)\b/,
  // charon: the SPI of this end carries the star
  /_([ir])\*/,
];
/** charon: only the initiator refuses in a request, and only it begins a child without naming a reqid. */
const initiatorOnly =
  /generating INFORMATIONAL request \d+ \[ N\(AUTH_FAILED\) \]|establishing CHILD_SA \S{1,100}\{\d+\}(?! reqid)/;
const waiting = /\b[MA]M_WAIT_MSG(\d)/;
/** charon prints what it sends as generated and what comes as parsed; a request that comes makes it the answering end. */
const own =
  /\b(generating|parsed) (?:QUICK_MODE|CREATE_CHILD_SA|IKE_AUTH|IKE_SA_INIT|ID_PROT|AGGRESSIVE) (request|response)/;

const refused = ['proposal-rejected', 'auth-rejected', 'selector-rejected', 'id-rejected'];
const refusing = ['proposal-refused', 'selector-refused', 'no-configuration'];

/** The role that more lines speak for; what was refused or refused by this end only when no line carries a mark. Null when neither tells. */
export function sideOfLines(events: readonly LogEvent[]): Role | null {
  let balance = 0;
  for (const { line } of events)
    balance += roleMark(line.text.length > 600 ? line.text.slice(0, 600) : line.text);
  if (balance !== 0) return balance > 0 ? 'initiator' : 'responder';
  const says = events.find((event) => refused.includes(event.says) || refusing.includes(event.says))?.says;
  return says === undefined ? null : refused.includes(says) ? 'initiator' : 'responder';
}

/** 1 for the initiator, -1 for the responder, 0 when the line does not tell. */
function roleMark(text: string): number {
  const exchange = own.exec(text);
  if (exchange) return (exchange[1] === 'generating') === (exchange[2] === 'request') ? 1 : -1;
  if (initiatorOnly.test(text)) return 1;
  const message = waiting.exec(text)?.[1];
  if (message !== undefined) return Number(message) % 2 === 0 ? 1 : -1;
  for (const mark of marks) {
    const role = mark.exec(text)?.[1]?.charAt(0).toLowerCase();
    if (role !== undefined) return role === 'i' ? 1 : -1;
  }
  return 0;
}
