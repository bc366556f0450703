// Which lines are not about IPsec: other programs print "authentication failure" and "certificate has expired" too.

import type { LogLine } from '../../domain/log.js';

/** Words that only IPsec texts use. */
const strictWords =
  /(?:^|[^a-z])(?:ike|ikev[12]|ikemgr|isakmpd?|ipsecd?|oakley|esp|child[ _-]?sa|charon|pluto|racoon2?|iked|kmd|swanctl|(?:strong|libre|open)swan|phase[ -]?[12]|ph[12]|proxy[ -]?ids?|id[ir][ir]|pre-?shared|psk|traffic[ -]selectors?|dpd|dead peer|spi|pfs|xfrm|nat-t|main mode|aggressive mode|quick mode|crypto map|tunnel-group|ike[ -]?sa|(?:[sd]?port)[ =:]{1,2}4500|sport=500)(?:[^a-z]|$)/i;
/** Words that other products use too; in the name of a host they say nothing. */
const looseWords = /(?:^|[^a-z.@])(?:vpn|tunnel)(?:[^a-z.]|\.(?![a-z])|$)/i;
const otherProducts =
  /\b(?:globalprotect|anyconnect|openvpn|wireguard|hostapd|wpa_supplicant|ngrok|cloudflared|sslvpn|ssl[ -](?:vpn|tunnel)|session type: ssl)\b/i;
/** `NO_PROPOSAL_CHOSEN`, `MM_WAIT_MSG2`, `%ASA-3-713123`, `PskMismatch`: names of states and messages. */
const ipsecCodes =
  /\b(?:NO_PROP|TS_UNACC|INVALID_(?:ID|KE|SPI|COOKIE|MAJOR|SYNTAX|HASH|PAYLOAD|EXCHANGE|CERT|SIGNATURE)|AUTHENTICATION_FAILED|PAYLOAD_MALFORMED|SINGLE_PAIR|NO_ADDITIONAL|FAILED_CP|TEMPORARY_FAIL|UNSUPPORTED_CRITICAL|(?:MM|AM|QM|AG)_[A-Z]|IKE[A-Z0-9]{0,4}_|ISAKMP_|OAKLEY_|IPSEC_|ESP_[A-Z]|CHILD_|KMD_|DPD_|NAT_T|ERROR_IPSEC|STATE_(?:MAIN|QUICK|PARENT|AGGR|V2|XAUTH))|%(?:ASA|FTD|PIX|CRYPTO|IKEV2|IPSEC|PKI)[A-Z0-9_]{0,12}-\d-|\b[A-Z][a-z]+[A-Za-z0-9]{2,40}Mismatch\b|\bselectors\(total,up\)|\bReasonCode=\d|\bCRYPTO_PKI\b|\bencryption failure:|\bauth type offers\b|\]: (?:ESTABLISHED|CONNECTING)\b|\bbytes_[io]\b|\bAES_(?:CBC|GCM)|(?:Send|Recv):[<[]HASH/;
/** What speaks of another protocol when no word of IPsec is beside it. */
const otherProtocols =
  /\b(?:ssl|tls|https?|sshd?|smtp|imap|ldaps?|mqtt|sql|x509: certificate)\b|ssl_|ssl3_|SSLHandshake|\bfor (?:invalid )?user\b|\b(?:krb5|pam_)\w|\bpreauth_/i;
/** `Jan 10 10:00:00 host program[12]: ` or the same with an ISO time. */
const syslogTag =
  /^(?:<\d{1,3}>(?:1 )?)?(?:[A-Z][a-z]{2} {1,2}\d{1,2} [\d:.]{8,15}|\d{4}-\d\d-\d\dT[\d:.+Z-]{8,24}) +[^\s:]{1,100} +([A-Za-z][\w./-]{0,40})(?:\[\d{1,8}\])?: /;
/** NetworkManager prints its own messages with a level; what stands bare behind its tag, a VPN plugin's daemon printed. */
const pluginsLine = /\bNetworkManager(?:\[\d{1,8}\])?: (?! *<[a-z]{4,7}> )/;
const journalTag = /^SYSLOG_IDENTIFIER=([\w./-]{1,40}) /;
/** Words that stand where a program stands and name none: severities, facilities, and what forwards other programs' lines. */
const noProgram =
  /^(?:debug|info|notice|notify|warn|warning|error|err|crit|critical|alert|emerg|(?:daemon|user|local[0-7]|syslog)(?:\.\w+)?|logger|log|messages?|msg|events?)$/i;
/** Of a log with no more lines than this, those of other programs and repeated ones left out, a single documented phrase counts although nothing around it speaks of IPsec. */
const fewLines = 3;
/** Of a pasted excerpt every line counts; of a longer log only the lines that signatures know. */
const excerptLines = 60;
const looked = 1200;

/** True when another program printed it: its syslog tag, event class or name says so and no word of IPsec is in it. */
export function isForeign({ text, eventId }: LogLine): boolean {
  const head = text.length > looked ? text.slice(0, looked) : text;
  const tag = (syslogTag.exec(head) ?? journalTag.exec(head))?.[1];
  const tagged = tag !== undefined && !noProgram.test(tag) && !pluginsLine.test(head);
  const otherClass =
    /^(?:globalprotect|auth-|sslvpn|userid|ntp|dhcp|url-|wildfire|dnsproxy)/.test(eventId) ||
    /\bsubtype="?(?:user|system|forward|local|webfilter|ips|app-ctrl|virus|dns|ssl|wireless|endpoint)\b/.test(
      head,
    );
  if ((tagged || otherClass) && !strictWords.test(head) && !looseWords.test(head)) return true;
  return otherProducts.test(head) && !strictWords.test(head);
}

/**
 * True when the log is about IPsec at all: a line says a word or a name that only IPsec has, carries a vendor's prefix, or the log is so
 * short that it can only be a message that somebody asks about.
 * @param known the lines that a signature knows; `documented` when a vendor's own signature does, not only a general wording
 * @param marked a line carries a vendor's prefix
 * @param total how many lines the log has
 */
export function speaksOfIpsec(
  known: readonly { readonly line: LogLine; readonly documented: () => boolean }[],
  lines: readonly LogLine[],
  marked: boolean,
  total: number,
): boolean {
  if (marked) return true;
  const rest =
    total <= excerptLines
      ? new Set(lines.filter((line) => !isForeign(line)).map(({ text }) => text)).size
      : total;
  if (rest <= fewLines)
    return known.some(({ line, documented }) => (documented() ? ownText(line) !== null : saysIpsec(line)));
  return (total <= excerptLines ? lines : known.map(({ line }) => line)).some(saysIpsec);
}

/** The line itself says a word that only IPsec has. */
export function saysIpsec(line: LogLine): boolean {
  const text = ownText(line);
  return text !== null && (strictWords.test(text) || looseWords.test(text) || ipsecCodes.test(text));
}

/** The text when it may be about IPsec, null when another program printed it or it speaks of another protocol. */
function ownText(line: LogLine): string | null {
  if (isForeign(line)) return null;
  const text = line.text.length > looked ? line.text.slice(0, looked) : line.text;
  return otherProtocols.test(text) ? null : text;
}
