// Our charon against a partner's pluto: faults of the lab, diagnosed from our end alone and with the partner's real log.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AskedEnds } from '../cli.js';
import type { Fault } from '../fault.js';
import { faults } from '../faults.js';
import { swanctlConf } from '../swanctlConf.js';
import { diagnoseFrom, type Grade, grade, type Told } from '../table.js';
import type { Machine } from './machine.js';
import { plutoLog, startPlutoScript } from './pluto.js';
import { clearScript, configureScript, logOf, networkScript, startScript, swanctlIn } from './scripts.js';

/** What both daemons can be told alike, and our end initiates. */
const names = [
  'psk-v2-left-initiates',
  'psk-v1-left-initiates',
  'ike-encryption-v2',
  'ike-encryption-v1',
  'ike-hash-v2',
  'ike-dh-v2',
  'local-id-wrong-v2',
  'local-id-wrong-v1',
  'remote-id-wrong-v2',
  'version-1-against-2',
  'version-2-against-1',
  'esp-encryption-v2',
  'esp-encryption-v1',
  'esp-integrity-v2',
  'pfs-v1',
  'selectors-absent-v2',
  'selectors-absent-v1',
  'healthy-v2',
  'healthy-v1',
];
export const pairFaults: readonly Fault[] = faults.filter(({ name }) => names.includes(name));

export interface PairRow {
  readonly fault: Fault;
  readonly alone: { readonly told: Told; readonly grade: Grade };
  /** With the partner's log the whole truth is in hand: graded as with both ends. */
  readonly withLog: { readonly told: Told; readonly grade: Grade };
}

export async function examinePair(machine: Machine, fault: Fault, folder: string): Promise<PairRow> {
  const { left, right } = fault.spec;
  await machine.must([clearScript, networkScript(fault.spec)].join('\n'));
  await machine.must([configureScript('left', left), startScript('left')].join('\n'), 120_000);
  await machine.must(startPlutoScript(right), 120_000);
  const child = left.connections[0]?.child ?? '';
  // A refusal is the fault that was wanted.
  await machine.run(swanctlIn('left', ['--initiate', '--child', child, '--timeout', '8']));
  await machine.run(`ip netns exec left ping -q -n -i 0.1 -W 1 -c 5 -I ${left.inside} ${right.inside}`);
  await mkdir(folder, { recursive: true });
  const file = (name: string): string => join(folder, name);
  await writeFile(file('left.conf'), swanctlConf(left), { mode: 0o600 });
  await writeFile(file('left.log'), await machine.must(`cat ${logOf('left')}`));
  await writeFile(file('pluto.log'), await machine.must(`cat ${plutoLog}`));
  const ours = { viciUri: machine.viciUri('left'), logFile: file('left.log'), configFile: file('left.conf') };
  const ends: AskedEnds = { left: ours, right: ours };
  const alone = await diagnoseFrom(ends, 'left');
  const withLog = await diagnoseFrom(ends, 'left', file('pluto.log'));
  return {
    fault,
    alone: { told: alone, grade: grade(fault, 'left', alone) },
    withLog: { told: withLog, grade: grade(fault, 'both', withLog) },
  };
}

const said = ({ told, grade: found }: PairRow['alone']): string =>
  `${found}: ${told.verdict.cause} (${told.verdict.confidence})`;

export const pairLine = (row: PairRow): string =>
  `| ${row.fault.name} | ${row.fault.cause} | ${said(row.alone)} | ${said(row.withLog)} |`;

export function pairText(rows: readonly PairRow[]): string {
  const grades = ['right', 'undecided', 'UNNAMED', 'WRONG'] as const;
  const figures = (name: string, of: (row: PairRow) => Grade): string =>
    `| ${name} | ${grades.map((one) => rows.filter((row) => of(row) === one).length).join(' | ')} |`;
  return [
    '# Diagnoses between strongSwan and libreswan',
    '',
    `${rows.length} situations between our charon and a partner's pluto in the small machine, diagnosed from our end alone and with the`,
    "partner's real log as `--file`. Made by `npm run lab:pluto` as root; the words are those of lab-results.md.",
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
  ].join('\n');
}
