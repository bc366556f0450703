// What the lines of pluto (libreswan, Openswan) tell about the exchange, old and new wording.

import type { ExchangeName, ProofMethod } from '../../domain/exchange.js';
import { notifyOf } from './notify.js';
import { auth, isUnderKeys, type Observation, readPayloads, type SeenMessage, seen } from './observation.js';

const exchanges: Readonly<Record<string, ExchangeName>> = {
  IKE_SA_INIT: 'ike-init',
  IKE_AUTH: 'ike-auth',
  CREATE_CHILD_SA: 'create-child',
  INFORMATIONAL: 'informational',
};
const name = '(IKE_SA_INIT|IKE_AUTH|CREATE_CHILD_SA|INFORMATIONAL)';
const end = '(?:from|to) (?:[0-9a-fA-F.:]{2,45}|\\[[0-9a-fA-F.:]{2,45}\\]):(?:UDP/|TCP/)?(\\d{1,5})';

const identity = / and (?:ID_)?(?:IPV4_ADDR|IPV6_ADDR|FQDN|USER_FQDN|DER_ASN1_DN|KEY_ID) '@?([^']{1,300})'/;

const sent = new RegExp(`\\bsent ${name} (request|response|reply)(?: ${end})?(?: with ([a-z-]{3,30}))?`);
const came = new RegExp(
  `\\bprocess(?:ing|ed)(?: decrypted)? ${name} (request|response|message) ${end}(?: containing ([^;]{1,600}))?`,
);
const refusedWith = new RegExp(
  `responding to (?:ISAKMP_v2_)?${name}(?: \\(\\d+\\))? message \\((?:Message )?ID (\\d{1,10})\\).{0,80} with (?:un)?encrypted notification (?:v2N_)?([A-Z_]{5,40})`,
);
const unexpected = new RegExp(
  `(?:dropping unexpected|ignoring|unexpected) (?:ISAKMP_v2_)?${name}(?: response| message| request)? containing (?:v2N_)?([A-Z_]{5,40})`,
);
const childRefused =
  /(IKE_AUTH|CREATE_CHILD_SA)(?: response rejected Child SA with| failed with error notification) (?:v2N_)?([A-Z_]{5,40})/;
const authRefused =
  /(?:authentication request rejected by peer:|IKE_AUTH response contained the error notification) (?:v2N_)?([A-Z_]{5,40})/;
const unauthenticated = /received unauthenticated (?:v2N_)?([A-Z_]{5,40})/;
const informational =
  /ignoring (secured |unsecured |)informational payload,? (?:type )?([A-Z_]{5,40})(?:.{0,10} msgid=([0-9a-zA-Z]{1,10}))?(?:.{0,5} length=(\d{1,5}))?/;
const notification = /sending (encrypted |)notification ([A-Z_]{5,40}) to/;
const oldStep = /sent ([MAQ])([IR])(\d), expect/;
const newStep = /sent (Main|Aggressive|Quick) Mode (request|response|result|[IR]\d)/;
const modes = { M: 'main', A: 'aggressive', Q: 'quick' } as const;

export function observePluto(text: string): readonly Observation[] {
  const request = sent.exec(text);
  if (request) {
    const method = methodOf(request[4] ?? '');
    const [, word = '', kind, port] = request;
    return [
      messageOf(word, 'sent', kind === 'request' ? 'request' : 'response', { port: portOf(port) }),
      ...(method === null ? [] : [auth('ours', method, identity.exec(text)?.[1] ?? null)]),
    ];
  }
  const received = came.exec(text);
  if (received) {
    const [, word = '', kind, port, printed] = received;
    const inside = printed === undefined ? null : readPayloads(printed.replace(/SK\{|\}.*$/g, ' '));
    return [
      messageOf(word, 'received', kind === 'response' ? 'response' : kind === 'request' ? 'request' : null, {
        port: portOf(port),
        ...(inside ?? {}),
      }),
    ];
  }
  return refusalOf(text) ?? firstVersion(text) ?? aside(text);
}

function messageOf(
  word: string,
  direction: 'sent' | 'received',
  kind: 'request' | 'response' | null,
  more: Partial<SeenMessage> = {},
): Observation {
  const exchange = exchanges[word] ?? 'informational';
  return seen({
    exchange,
    ikeVersion: 2,
    direction,
    kind,
    isEncrypted: isUnderKeys(exchange, 2, null),
    ...more,
  });
}

/** The lines carry a port of the peer; IKE uses the same one on both ends unless a translating device changes it. */
function portOf(printed: string | undefined): number | null {
  return printed === undefined ? null : Number(printed);
}

function methodOf(word: string): ProofMethod | null {
  if (word.startsWith('shared-key')) return 'psk';
  if (word.startsWith('null')) return 'null';
  return word.includes('signature') || word.startsWith('ecdsa') ? 'certificate' : null;
}

function refusalOf(text: string): Observation[] | null {
  const ours = refusedWith.exec(text);
  if (ours) {
    const [, word = '', id = '', printed = ''] = ours;
    return [messageOf(word, 'sent', 'response', { id, notifies: [notifyOf(printed)] })];
  }
  const child = childRefused.exec(text);
  if (child) return [answer(child[1] ?? '', child[2] ?? '')];
  const refused = authRefused.exec(text);
  if (refused) return [answer('IKE_AUTH', refused[1] ?? '')];
  const early = unauthenticated.exec(text);
  if (early) return [answer('IKE_SA_INIT', early[1] ?? '')];
  const odd = unexpected.exec(text);
  if (odd) return [answer(odd[1] ?? '', odd[2] ?? '')];
  return null;
}

function answer(word: string, printed: string): Observation {
  return messageOf(word, 'received', 'response', { notifies: [notifyOf(printed)] });
}

/** IKEv1: steps by name, notifies in informational messages. A step that was sent needs the one before it to have come. */
function firstVersion(text: string): Observation[] | null {
  const notify = informational.exec(text);
  if (notify) {
    const [, security, printed = '', id = null, length] = notify;
    const isEncrypted = security === 'secured ' ? true : security === 'unsecured ' ? false : null;
    return [
      seen({
        exchange: 'informational',
        ikeVersion: 1,
        id,
        direction: 'received',
        notifies: [notifyOf(printed)],
        notifyLength: length === undefined ? null : Number(length),
        isEncrypted,
      }),
    ];
  }
  const sending = notification.exec(text);
  if (sending)
    return [
      seen({
        exchange: 'informational',
        ikeVersion: 1,
        direction: 'sent',
        notifies: [notifyOf(sending[2] ?? '')],
        isEncrypted: sending[1] !== '',
      }),
    ];
  const old = oldStep.exec(text);
  if (old) return [stepSent(modes[old[1] as 'M' | 'A' | 'Q'], `${old[2]}${old[3]}`)];
  const step = newStep.exec(text);
  return step
    ? [stepSent((step[1] ?? '').toLowerCase() as 'main' | 'aggressive' | 'quick', step[2] ?? '')]
    : null;
}

function stepSent(exchange: 'main' | 'aggressive' | 'quick', word: string): Observation {
  const number = Number(word.slice(1)) || 1;
  const isRequest = word.startsWith('I') || word === 'request';
  const step = isRequest ? number * 2 - 1 : number * 2;
  return seen({
    exchange,
    direction: 'sent',
    kind: isRequest ? 'request' : 'response',
    step,
    isEncrypted: isUnderKeys(exchange, 1, step),
  });
}

const network =
  /(?:\d{1,3}\.){3}\d{1,3}\/\d{1,2}|(?<![0-9a-fA-F.:])(?:[0-9a-fA-F]{0,4}:){2,8}[0-9a-fA-F]{0,4}\/\d{1,3}/g;
/** L2TP: only UDP port 1701 is protected, between two hosts. Behind NAT each end names the other by the address that it sees. */
const ofOnePort = /[:/](?:17|UDP)\/\d{1,5}|\d{1,5} -UDP->/;

/** `the peer proposed: 10.1.0.0/24 -> 10.2.0.0/24`, then `us:` and `them:` of the connection that was chosen for it. */
function selectorsOf(text: string): Observation[] | null {
  const asked = /\bthe peer proposed: (.{7,200})/.exec(text)?.[1];
  if (asked !== undefined) {
    if (ofOnePort.test(asked)) return [];
    const [local = null, remote = null] = asked.match(network) ?? [];
    return [{ is: 'selectors', of: 'asked', local, remote }];
  }
  const own = /#\d{1,9}: {1,9}(us|them): (.{7,200})/.exec(text);
  if (!own) return null;
  if (ofOnePort.test(own[2] ?? '')) return [];
  const printed = own[2]?.match(network)?.[0] ?? null;
  const isOurs = own[1] === 'us';
  return [{ is: 'selectors', of: 'own', local: isOurs ? printed : null, remote: isOurs ? null : printed }];
}

function aside(text: string): Observation[] {
  const selectors = selectorsOf(text);
  if (selectors) return selectors;
  if (/: retransmission; will wait|retransmitting IKE_\w+ request; will wait/.test(text))
    return [{ is: 'repeat', direction: 'sent' }];
  if (
    /in response to duplicate packet|discarding duplicate packet|received duplicate \S+ (?:message )?request/.test(
      text,
    )
  )
    return [{ is: 'repeat', direction: 'received' }];
  if (/malformed payload in packet|probable authentication failure \(mismatch/.test(text))
    return [{ is: 'garbage' }];
  if (text.includes('I am sending my cert')) return [auth('ours', 'certificate')];
  if (text.includes('I am sending a certificate request')) return [];
  const nat = /(both are NATed|I am behind NAT|peer behind NAT|no NAT detected)/.exec(text)?.[1];
  if (nat !== undefined)
    return [
      { is: 'nat', ours: nat.startsWith('both') || nat.startsWith('I '), theirs: /both|peer/.test(nat) },
    ];
  return establishedWith(text);
}

function establishedWith(text: string): Observation[] {
  const second = /established IKE SA; authenticated(?: peer)? (.{1,120})/.exec(text)?.[1];
  if (second !== undefined)
    return [
      auth('theirs', /authby=secret/.test(second) ? 'psk' : /null/.test(second) ? 'null' : 'certificate'),
    ];
  const first = /\{auth=(PRESHARED_KEY|RSA_SIG|ECDSA\S*|XAUTH\S{1,40}) /.exec(text)?.[1];
  if (first === undefined) return [];
  const method = /PRESHARED|PSK/i.test(first) ? 'psk' : 'certificate';
  return [auth('ours', method), auth('theirs', method)];
}
