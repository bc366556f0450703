// FortiOS: `diagnose vpn ike gateway list`, `diagnose vpn tunnel list` and `get vpn ipsec tunnel summary`.

import type { LogLine } from '../../domain/log.js';
import {
  amount,
  childMissing,
  childUp,
  counted,
  dropped,
  ikeStuck,
  ikeUp,
  type Said,
  type StatusReader,
  state,
} from './said.js';

const summary =
  /^'([^']{1,64})' \S{2,60} +selectors\(total,up\): (\d{1,6})\/(\d{1,6}) +rx\(pkt,err\): (\d{1,20})\/(\d{1,20}) +tx\(pkt,err\): (\d{1,20})\/(\d{1,20})/;
const tunnelBegins = /^name=(\S{1,64}) ver=([12])/;
const gatewayBegins = /^name: (\S{1,64})$/;
const dpdFails = 3;

function read(lines: readonly LogLine[]): Said[] {
  const said: Said[] = [];
  let name: string | null = null;
  let version: 1 | 2 | null = null;
  let child: string | null = null;
  let came: number | null = null;
  for (const line of lines) {
    const text = line.text.trim();
    const row = summary.exec(text);
    if (row) {
      said.push(...summaryOf(line, row));
      continue;
    }
    const gateway = gatewayBegins.exec(text);
    const tunnel = tunnelBegins.exec(text);
    if (gateway || tunnel) {
      name = (gateway ?? tunnel)?.[1] ?? null;
      version = tunnel ? versionOf(tunnel[2]) : null;
      child = null;
      continue;
    }
    const place = { line, of: name };
    const printedVersion = /^version: ([12])$/.exec(text)?.[1];
    if (printedVersion) version = versionOf(printedVersion);
    if (/^status: established/.test(text)) said.push(ikeUp(place, version));
    else if (/^status: connecting/.test(text)) said.push(connecting(place, text, version));
    const created = /^IPsec SA: created (\d{1,6})\/\d{1,6}(?: +established (\d{1,6})\/)?/.exec(text);
    if (created) said.push(Number(created[2] ?? 0) > 0 ? childUp(place) : childMissing(place));
    const selector = /^proxyid=(\S{1,64}) proto=\d+ sa=(\d{1,4})/.exec(text);
    if (selector) {
      child = selector[1] ?? null;
      said.push(Number(selector[2]) > 0 ? childUp(place) : childMissing(place));
    }
    const stat = /^stat: rxp=(\d{1,20}) txp=(\d{1,20})/.exec(text);
    if (stat) came = Number(stat[1]);
    const bytes = /dec:pkts\/bytes=(\d{1,20})\/\d{1,20}, enc:pkts\/bytes=(\d{1,20})\//.exec(text);
    // These count the life of one SA; a new one with nothing on it yet is no fault when the tunnel received before.
    if (bytes) said.push(counted(place, Math.max(Number(bytes[1]), came ?? 0), Number(bytes[2]), child));
    const dpd = /^dpd: mode=(?!off)\S+ on=1 .{0,60}\bcount=(\d{1,6})/.exec(text)?.[1];
    if (dpd !== undefined && Number(dpd) >= dpdFails)
      said.push({
        ...place,
        id: 'dpd-unanswered',
        says: 'dpd-lost',
        phase: 1,
        suggests: ['dpd-timeout'],
        means: `${dpd} requests of dead peer detection wait for an answer.`,
      });
  }
  return said;
}

function versionOf(digit: string | undefined): 1 | 2 {
  return digit === '2' ? 2 : 1;
}

function connecting(place: Pick<Said, 'line' | 'of'>, text: string, version: 1 | 2 | null): Said {
  // With IKEv1 the state counts the messages of main mode that went.
  const step = Number(/state (\d)/.exec(text)?.[1] ?? 0);
  return version === 1 && step >= 5
    ? ikeStuck(
        place,
        'The keys are exchanged and the identities are not confirmed.',
        ['psk-mismatch', 'nat-t-problem', 'peer-id-mismatch'],
        version,
      )
    : ikeStuck(
        place,
        'The IKE SA is being negotiated and does not stand.',
        ['peer-unreachable', 'unknown-peer', 'ike-proposal-mismatch'],
        version,
      );
}

function summaryOf(
  line: LogLine,
  [, name = '', , up, received, badIn, sent, badOut]: RegExpExecArray,
): Said[] {
  const place = { line, of: name };
  if (up === '0')
    return [
      {
        ...state(place, 'No selector of the tunnel is up.'),
        id: 'selectors-down',
        says: 'child-failed',
        phase: 2,
        // No SA, and nothing that says why.
        suggests: [
          'other',
          'esp-proposal-mismatch',
          'traffic-selector-mismatch',
          'pfs-mismatch',
          'peer-unreachable',
        ],
        isConsequence: true,
      },
    ];
  return [
    childUp(place),
    counted(place, amount(received), amount(sent)),
    ...dropped(place, 'authentication', amount(badIn), amount(received)),
    ...(amount(badOut) > amount(sent)
      ? [state(place, 'Most packets that should go out could not be sent.')]
      : []),
  ];
}

export const fortios: StatusReader = {
  vendor: 'fortios',
  mark: /selectors\(total,up\)|^name=\S{1,64} ver=[12] |^IPsec SA: created \d|^\s*status: (?:connecting|established)|^proxyid=/,
  read,
};
