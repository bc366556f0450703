// What was changed at each end: lately, shortly before it broke, and what waits or failed to come into force.

import type { ConfigChange } from '../domain/device.js';
import type { EndEvidence } from '../domain/evidence.js';
import { knownFact, list, unknownFact } from './fact.js';
import { type EndFact, forEachEnd, fromGap, lineOf, observed } from './perEnd.js';

const recentMs = 24 * 3_600_000;
/** A commit takes a minute or two, and the tunnel may notice only at its next message. */
const beforeMs = 15 * 60_000;
/** Clocks and log queues differ a little. */
const afterMs = 30_000;

/** A change touches the tunnel when it names one of the tunnel's objects; without its configuration every change may. */
function touches(change: string, end: EndEvidence): boolean {
  if (!end.config.known) return true;
  const { tunnel, ike, interface: unit, vendorKeys, children } = end.config.value;
  const { gateway, ikeProfile, ipsecProfile, certificate } = vendorKeys;
  const names = [
    ...[tunnel, ike.name, unit, gateway, ikeProfile, ipsecProfile, certificate],
    ...children.map((child) => child.name),
  ];
  const words = change.split(/[\s'"[\]@=/]+/);
  return names.some((name) => name && (words.includes(name) || change.includes(` ${name} `)));
}

/** Objects of other names decide too: a profile that was renamed, a route, a rule. */
const aboutTunnels =
  /\b(ike|ipsec|tunnel|virtual-router|logical-router|interface|rulebase|zone|certificate)\b/;

function changeText({ at, who, command, path }: ConfigChange): string {
  return `${at} ${who === '' ? '' : `${who}: `}${command} ${path}`.trim();
}

const success: readonly string[] = ['authenticated', 'child-up', 'child-installed', 'rekey-done'];
const trouble: readonly string[] = [
  ...['no-answer', 'dpd-lost', 'monitor-down', 'auth-failed', 'auth-rejected', 'proposal-refused'],
  ...['proposal-rejected', 'id-mismatch', 'certificate-bad', 'no-configuration', 'rekey-failed'],
  ...['child-failed', 'selector-refused', 'peer-deleted', 'consequence'],
];

/** When the log of an end shows the first trouble after its last success; null when it shows no success. */
function brokeAt({ log }: EndEvidence): number | null {
  if (!log.known) return null;
  let worked = false;
  let broke: string | null = null;
  for (const event of log.value.events) {
    if (success.includes(event.says)) {
      worked = true;
      broke = null;
    } else if (trouble.includes(event.says)) broke ??= event.line.at;
  }
  return worked && broke !== null ? Date.parse(broke) : null;
}

const perEnd: readonly EndFact[] = [
  {
    name: 'changes',
    type: list,
    says: 'Configuration changes at {end} in the 24 hours before this diagnosis that touch this tunnel, who and when.',
    needs: ['changes', 'config'],
    derive: ({ end, view }) =>
      observed(
        end.changes,
        (changes) => {
          const since = Date.parse(view.evidence.collectedAt) - recentMs;
          const recent = changes.filter(
            (one) =>
              one.kind === 'edit' &&
              Date.parse(one.at) >= since &&
              touches(`${one.command} ${one.path} `, end),
          );
          const texts = recent.map(changeText);
          return {
            value: texts,
            text: texts.length > 0 ? texts.join('; ') : 'no configuration change in the last 24 hours',
          };
        },
        '',
      ),
  },
  {
    name: 'changes.before-outage',
    type: list,
    says: 'Changes, commits and pushes at {end} in the quarter of an hour before the log of either end shows the first failure after a success.',
    needs: ['changes', 'config', 'log'],
    derive: ({ end, other }) => {
      if (!end.changes.known) return fromGap(end.changes);
      const broke = [brokeAt(end), brokeAt(other)].filter((at) => at !== null);
      const first = broke.length === 0 ? null : Math.min(...broke);
      if (first === null)
        return unknownFact(
          'No log that was read shows when the tunnel broke.',
          'Ask since when it does not work, and look at the changes of that time.',
        );
      const texts = end.changes.value
        .filter((one) => one.kind !== 'pending')
        .filter((one) => one.kind !== 'edit' || aboutTunnels.test(`${one.command} ${one.path}`))
        .flatMap((one) => {
          const seconds = Math.round((first - Date.parse(one.at)) / 1000);
          if (seconds * 1000 > beforeMs || seconds * 1000 < -afterMs) return [];
          return [
            `${changeText(one)}, ${seconds >= 0 ? `${seconds} seconds before` : 'at'} the first failure`,
          ];
        });
      const words = texts.join('; ') || 'no change in the quarter of an hour before the first failure';
      return knownFact(texts, lineOf(end.changes, words));
    },
  },
  {
    name: 'changes.not-in-force',
    type: list,
    says: 'Changes at {end} that wait for a commit, and commits or pushes that failed in the last 24 hours.',
    needs: ['changes'],
    derive: ({ end }) =>
      observed(
        end.changes,
        (changes) => {
          const open = changes.filter((one) => one.kind === 'pending' || one.kind === 'failed-commit');
          const texts = open.map(changeText);
          return { value: texts, text: texts.join('; ') || 'no change waits and no commit failed' };
        },
        '',
      ),
  },
];

export const changeFacts = forEachEnd(perEnd);
