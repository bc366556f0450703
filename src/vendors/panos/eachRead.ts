// Each request of the adapter once: what it is filled with on this firewall, and its reply as it came.

import type { Observation } from '../../domain/observation.js';
import { type FilledRead, filledReads, type Values } from '../https/filledReads.js';
import { fetchSystem } from './fetchBasics.js';
import { fetchLogReply } from './fetchLogRows.js';
import { configRead } from './fetchMerged.js';
import { readFlows } from './fetchTables.js';
import type { KnownRow } from './memory.js';
import { parseInterface } from './parsePath.js';
import type { Question } from './question.js';
import { type ReadName, reads } from './reads.js';
import type { XmlNode } from './xml.js';

/** What the requests that name something are filled with; a firewall without tunnels is asked for an address nobody has. */
interface Known {
  readonly row: KnownRow | null;
  readonly router: string;
  readonly zone: string;
  readonly vsys: string;
  /** Behind Panorama, whose logs are asked for one firewall. */
  readonly serial: string | null;
  readonly advanced: boolean;
  readonly from: string;
}

/** RFC 5737 section 3: for documentation, in no network. */
const nobody = '192.0.2.1';

type Filled = Values | null;
const bare = (): Filled => ({});
const ofRow =
  (values: (row: KnownRow) => Filled) =>
  ({ row }: Known): Filled =>
    row && values(row);
const peer = ({ row }: Known): string => row?.peerAddress ?? nobody;
const packet = ({ row, zone }: Known): Values => ({
  fromZone: zone,
  toZone: zone,
  source: row?.localAddress ?? nobody,
  destination: row?.peerAddress ?? nobody,
  protocol: 17,
});
const direct = ({ serial, from }: Known): Filled => (serial === null ? { from } : null);
const forwarded = ({ serial, from }: Known): Filled => (serial === null ? null : { serial, from });

/** How each is filled; null: this firewall is never asked it, or it needs a tunnel and there is none. */
const filled: { readonly [R in ReadName]: (known: Known) => Filled } = {
  'system-info': bare,
  clock: bare,
  'ha-state': bare,
  'ike-sa': bare,
  'ipsec-sa': bare,
  flow: bare,
  'flow-detail': ofRow(({ id }) => ({ id })),
  'flow-by-name': ofRow(({ name }) => ({ name })),
  gateways: bare,
  tunnels: bare,
  interface: ofRow(({ innerInterface }) => (innerInterface === null ? null : { name: innerInterface })),
  'effective-network': bare,
  // The whole configuration is asked only where a version does not take a part of it.
  'effective-all': () => null,
  'template-marks': bare,
  'effective-shared-addresses': bare,
  'effective-vsys-addresses': bare,
  'shared-addresses': bare,
  'vsys-addresses': ({ vsys }) => ({ vsys }),
  network: bare,
  'fib-lookup': (known) => (known.advanced ? null : { router: known.router, ip: peer(known) }),
  'fib-lookup-advanced': (known) => (known.advanced ? { router: known.router, ip: peer(known) } : null),
  'routes-of-interface': ofRow(({ innerInterface }) =>
    innerInterface === null ? null : { name: innerInterface },
  ),
  'pbf-rules': bare,
  'security-match': packet,
  'security-match-port': (known) => ({ ...packet(known), port: 500 }),
  'nat-match': packet,
  'pending-changes': bare,
  jobs: bare,
  certificates: bare,
  'discarded-from': (known) => ({ ip: peer(known) }),
  'discarded-to': (known) => ({ ip: peer(known) }),
  'sessions-to': (known) => ({ ip: peer(known) }),
  'discarded-to-zone': ({ zone }) => ({ zone }),
  'discarded-from-zone': ({ zone }) => ({ zone }),
  'tunnel-counters': bare,
  'forward-counters': bare,
  'vpn-log': direct,
  'vpn-log-range': (known) => (known.serial === null ? { from: known.from, to: known.from } : null),
  'vpn-log-of-device': forwarded,
  'vpn-log-newest': direct,
  'vpn-log-newest-of-device': forwarded,
  'ha-log': direct,
  'ha-log-of-device': forwarded,
  'config-log': direct,
  'config-log-of-device': forwarded,
  'config-log-brief': direct,
  'config-log-brief-of-device': forwarded,
  // Each query of a log is polled and ended with these.
  'log-poll': () => null,
  'log-finish': () => null,
};

export async function eachRead(question: Question): Promise<readonly FilledRead<ReadName>[]> {
  return filledReads(reads, filled, await learn(question));
}

/** @param mostRows of a log, newest first */
export async function replyTo(
  question: Question,
  { name, values }: FilledRead<ReadName>,
  mostRows: number,
): Promise<Observation<XmlNode>> {
  if (reads[name].form.type === 'log')
    return await fetchLogReply(question, name, values as Readonly<Record<string, string>>, mostRows);
  const large = /network|addresses/.test(name) ? configRead : {};
  return await question.read(name, values, { ...large, text: true });
}

async function learn(question: Question): Promise<Known> {
  const { settings } = question.session;
  const [flows, system] = await Promise.all([readFlows(question), fetchSystem(question)]);
  const rows = flows.known ? question.session.memory.rows.get(Number.POSITIVE_INFINITY) : null;
  const row = rows?.find(({ peerAddress }) => peerAddress !== '0.0.0.0') ?? rows?.[0] ?? null;
  const inside =
    row?.innerInterface == null ? null : await question.read('interface', { name: row.innerInterface });
  const logical = inside?.known ? parseInterface(inside.value) : null;
  return {
    row,
    router: logical?.router ?? 'default',
    zone: logical?.zone ?? 'untrust',
    vsys: settings.vsys ?? 'vsys1',
    serial: settings.panorama?.target ?? null,
    advanced: system.known && system.value.advancedRouting,
    from: `${new Date(question.nowMs).toISOString().slice(0, 10).replaceAll('-', '/')} 00:00:00`,
  };
}
