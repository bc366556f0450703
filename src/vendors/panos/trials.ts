// Each request of the adapter tried once, by the right that it needs: what the role of the API user lacks is found before somebody needs it.

import pLimit from 'p-limit';
import { type CheckCall, type CheckFinding, fails, warns, well } from '../../domain/check.js';
import type { Gap, Observation } from '../../domain/observation.js';
import type { Values } from './asking.js';
import { fetchSystem } from './fetchBasics.js';
import { fetchLogRows } from './fetchLogRows.js';
import { configRead } from './fetchMerged.js';
import { readFlows } from './fetchTables.js';
import type { KnownRow } from './memory.js';
import { parseInterface } from './parsePath.js';
import { Question } from './question.js';
import { type ReadName, reads } from './reads.js';
import { rightFor } from './rights.js';
import type { Session } from './session.js';

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

const names = Object.keys(reads) as ReadName[];

/** The rights in the words of the role editor, in the order in which it lists them. */
export const neededRights: readonly string[] = [...new Set(names.map((name) => rightFor(reads[name].form)))];

/** A query of a log mostly waits for its job. */
const logsAtATime = 5;

/** One request after the other, so that people's questions find a free line. */
export async function tryRight(session: Session, right: string, call: CheckCall): Promise<CheckFinding> {
  const question = new Question(session, call, false);
  try {
    const known = await learn(question);
    const limit = pLimit(right === rightFor(reads['log-poll'].form) ? logsAtATime : 1);
    const requests = names.flatMap((name) => {
      const values = rightFor(reads[name].form) === right ? filled[name](known) : null;
      return values === null ? [] : [limit(() => tryOne(question, name, values))];
    });
    const answers = await Promise.all(requests);
    call.signal.throwIfAborted();
    return judge(answers);
  } finally {
    question.end();
  }
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

async function tryOne(question: Question, name: ReadName, values: Values): Promise<Observation<unknown>> {
  if (reads[name].form.type === 'log')
    return await fetchLogRows(question, name, values as Readonly<Record<string, string>>, 1);
  const large = /network|addresses/.test(name) ? configRead : {};
  // Whether it may be asked counts here, not what it says.
  return await question.read(name, values, { ...large, text: true });
}

/** What the firewall has not, or its version does not know, it was willing to tell. */
const allowed = ['not-supported', 'not-present', 'device-error'];

function judge(answers: readonly Observation<unknown>[]): CheckFinding {
  const gaps = answers.filter((one): one is Gap => !one.known);
  const lacking = gaps.filter(({ reason }) => reason === 'unauthorized');
  const [first] = lacking;
  if (first) {
    const others = lacking.length - 1;
    const more =
      others === 0 ? '' : ` ${others} more of our requests ${others === 1 ? 'is' : 'are'} refused too.`;
    return fails(`${first.says}${more}`, first.remedy);
  }
  const silent = gaps.filter(({ reason }) => !allowed.includes(reason));
  const [unanswered] = silent;
  if (unanswered) {
    const says = `${answers.length - silent.length} of ${answers.length} requests were answered; \`${unanswered.request}\` was not: ${unanswered.says}`;
    return silent.length === answers.length ? fails(says, unanswered.remedy) : warns(says, unanswered.remedy);
  }
  const unknown = gaps
    .filter(({ reason }) => reason === 'not-supported')
    .map(({ request }) => `\`${request}\``);
  const tried = `The role of the API user has it: ${answers.length} of our requests were tried, none was refused.`;
  return well(unknown.length === 0 ? tried : `${tried} This version does not know ${unknown.join(', ')}.`);
}
