// Our charon against a partner's daemon of another make: faults of the lab, diagnosed from our end alone and with the partner's real log.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { changeConnection } from '../baseSpec.js';
import type { AskedEnds } from '../cli.js';
import type { Fault } from '../fault.js';
import { faults } from '../faults.js';
import { figuresText, formsOf, usualOf } from '../figures.js';
import type { EndSpec, LabSpec, Side } from '../spec.js';
import { swanctlConf } from '../swanctlConf.js';
import { diagnoseFrom, type Grade, grade, type Told } from '../table.js';
import { ikedLog, startIkedScript } from './iked.js';
import type { Machine } from './machine.js';
import { plutoLog, startPlutoScript } from './pluto.js';
import { clearScript, configureScript, logOf, networkScript, startScript, swanctlIn } from './scripts.js';

/** A daemon that a partner runs as the right end. */
export interface Partner {
  readonly product: string;
  readonly daemon: string;
  /** A script that starts it and returns when it listens. */
  start(end: EndSpec): string;
  /** Where its log is inside the machine. */
  readonly log: string;
  /** What both ends are told otherwise, where the daemon cannot do what the lab's tunnels use. */
  readonly fit?: (spec: LabSpec) => LabSpec;
  /** What both daemons can be told alike, and our end initiates. */
  readonly faults: readonly Fault[];
  /** The command that writes the document, and the document below docs. */
  readonly command: string;
  readonly document: string;
}

const version2: readonly string[] = [
  'psk-v2-left-initiates',
  'ike-encryption-v2',
  'ike-hash-v2',
  'ike-dh-v2',
  'local-id-wrong-v2',
  'remote-id-wrong-v2',
  'version-1-against-2',
  'esp-encryption-v2',
  'esp-integrity-v2',
  'selectors-absent-v2',
  'healthy-v2',
];
// A difference in PFS is not among them: pluto takes an offer with more than it asks for, and the tunnel carries packets.
const version1: readonly string[] = [
  'psk-v1-left-initiates',
  'ike-encryption-v1',
  'local-id-wrong-v1',
  'version-2-against-1',
  'esp-encryption-v1',
  'selectors-absent-v1',
  'healthy-v1',
];
const called = (names: readonly string[]): readonly Fault[] =>
  faults.filter(({ name }) => names.includes(name));

/** The same change to what each end proposes for ESP. */
function withEsp(spec: LabSpec, change: (proposal: string) => string): LabSpec {
  const fitted = (side: Side): EndSpec => {
    const proposals = spec[side].connections[0]?.espProposals ?? [];
    return changeConnection(spec, side, { espProposals: proposals.map(change) })[side];
  };
  return { left: fitted('left'), right: fitted('right') };
}

export const pluto: Partner = {
  product: 'libreswan',
  daemon: 'pluto',
  // "ESP DH algorithm 'ecp256' is not supported by IKEv1", and the connection is not there at all.
  fit: (spec) => withEsp(spec, (proposal) => proposal.replace('ecp256', 'modp3072')),
  start: startPlutoScript,
  log: plutoLog,
  faults: called([...version2, ...version1]),
  command: 'lab:pluto',
  document: 'lab-pluto-results.md',
};

/** IKEv1 is unknown to it. */
export const iked: Partner = {
  product: 'OpenIKED',
  daemon: 'iked',
  // Its PF_KEY for Linux knows no HMAC of SHA-2: it ends a negotiation that succeeded with "pfkey_sa: unsupported integrity algorithm".
  fit: (spec) => withEsp(spec, (proposal) => proposal.replace('sha256', 'sha1')),
  start: startIkedScript,
  log: ikedLog,
  faults: called(version2),
  command: 'lab:iked',
  document: 'lab-iked-results.md',
};

export interface PairRow {
  readonly fault: Fault;
  readonly alone: { readonly told: Told; readonly grade: Grade };
  /** With the partner's log the whole truth is in hand: graded as with both ends. */
  readonly withLog: { readonly told: Told; readonly grade: Grade };
  /** The forms of the lines that both logs hold. */
  readonly printed: ReadonlySet<string>;
}

export async function examinePair(
  machine: Machine,
  partner: Partner,
  fault: Fault,
  folder: string,
): Promise<PairRow> {
  const spec = partner.fit?.(fault.spec) ?? fault.spec;
  const { left, right } = spec;
  await machine.must([clearScript, networkScript(spec)].join('\n'));
  await machine.must([configureScript('left', left), startScript('left')].join('\n'), 120_000);
  await machine.must(partner.start(right), 120_000);
  const child = left.connections[0]?.child ?? '';
  // A refusal is the fault that was wanted.
  await machine.run(swanctlIn('left', ['--initiate', '--child', child, '--timeout', '8']));
  await machine.run(`ip netns exec left ping -q -n -i 0.1 -W 1 -c 5 -I ${left.inside} ${right.inside}`);
  await mkdir(folder, { recursive: true });
  const file = (name: string): string => join(folder, name);
  await writeFile(file('left.conf'), swanctlConf(left), { mode: 0o600 });
  const logs = {
    ours: await machine.must(`cat ${logOf('left')}`),
    theirs: await machine.must(`cat ${partner.log}`),
  };
  await writeFile(file('left.log'), logs.ours);
  await writeFile(file('partner.log'), logs.theirs);
  const ours = { viciUri: machine.viciUri('left'), logFile: file('left.log'), configFile: file('left.conf') };
  const ends: AskedEnds = { left: ours, right: ours };
  const alone = await diagnoseFrom(ends, 'left');
  const withLog = await diagnoseFrom(ends, 'left', file('partner.log'));
  return {
    fault,
    alone: { told: alone, grade: grade(fault, 'left', alone) },
    withLog: { told: withLog, grade: grade(fault, 'both', withLog) },
    printed: formsOf(`${logs.ours}\n${logs.theirs}`),
  };
}

const said = ({ told, grade: found }: PairRow['alone']): string =>
  `${found}: ${told.verdict.cause} (${told.verdict.confidence})`;

export const pairLine = (row: PairRow): string =>
  `| ${row.fault.name} | ${row.fault.cause} | ${said(row.alone)} | ${said(row.withLog)} |`;

export function pairText(partner: Partner, rows: readonly PairRow[]): string {
  const grades = ['right', 'undecided', 'UNNAMED', 'WRONG'] as const;
  const figures = (name: string, of: (row: PairRow) => Grade): string =>
    `| ${name} | ${grades.map((one) => rows.filter((row) => of(row) === one).length).join(' | ')} |`;
  return [
    `# Diagnoses between strongSwan and ${partner.product}`,
    '',
    `${rows.length} situations between our charon and a partner's ${partner.daemon} in the small machine, diagnosed from our end alone and with the`,
    `partner's real log as \`--file\`. Made by \`npm run ${partner.command}\` as root; the words are those of lab-results.md.`,
    '',
    `| readable | ${grades.join(' | ')} |`,
    '|---|---|---|---|---|',
    figures('our end alone', (row) => row.alone.grade),
    figures("with the partner's log", (row) => row.withLog.grade),
    '',
    "| situation | cause | our end alone | with the partner's log |",
    '|---|---|---|---|',
    ...rows.map(pairLine),
    '',
    ...figuresText(
      rows.flatMap(({ fault: { cause }, alone, withLog }) => [
        { cause, readable: 'our end alone', told: alone.told },
        { cause, readable: "with the partner's log", told: withLog.told },
      ]),
      usualOf(rows.map(({ fault, printed }) => ({ cause: fault.cause, printed }))),
    ),
  ].join('\n');
}
