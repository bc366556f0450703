// What the configuration says of tunnels that no device has: declarations and patterns that fit nothing.

import { fitsPattern } from '../access/pattern.js';
import type { Settings } from '../config/settings.js';
import { type Check, type CheckFinding, skips, warns, well } from '../domain/check.js';
import type { AskOptions } from '../fleet/desk.js';
import type { Fleet } from '../fleet/fleet.js';
import type { FleetView } from '../fleet/fleetTunnel.js';
import { closeMatches } from '../support/textDistance.js';

export function unusedNames(settings: Settings, fleet: Pick<Fleet, 'view'>): Check {
  return {
    what: 'names of tunnels',
    needs: [],
    run: async (ask: AskOptions) => findUnused(settings, await fleet.view(ask)),
  };
}

function findUnused(settings: Settings, { tunnels, gaps }: FleetView): CheckFinding {
  const [gap] = gaps;
  // What was not read may be what a pattern means.
  if (gap) return skips(`Not looked at, because ${gap.device} did not tell its tunnels.`);
  const names = tunnels.flatMap(({ name, aliases, ours }) => [name, ours.tunnel, ...aliases]);
  const unknown = settings.tunnels.filter(({ name, ends }) => ends.length === 0 && !isThere(name, names));
  const unused = patternsOf(settings).filter(
    ({ pattern }) => !tunnels.some(({ name }) => fitsPattern(pattern, name)),
  );
  const all = [
    ...unknown.map(({ name }) => ({ where: 'tunnels', word: name })),
    ...unused.map(({ where, pattern }) => ({ where, word: pattern })),
  ];
  const [first] = all;
  if (!first) return well('Every name and pattern in the configuration fits a tunnel.');
  const [near] = closeMatches(
    first.word.replaceAll('*', ''),
    tunnels.map(({ name }) => name),
    1,
  );
  const listed = all.slice(0, 5).map(({ where, word }) => `"${word}" (${where})`);
  const more = all.length > 5 ? ` and ${all.length - 5} more` : '';
  return warns(
    `No tunnel is called so: ${listed.join(', ')}${more}.`,
    near === undefined
      ? 'Correct or remove them: `tunnelmedic list` prints the names.'
      : `Correct or remove them; did you mean "${near}"?`,
  );
}

function isThere(name: string, names: readonly string[]): boolean {
  return names.some((one) => one.toLowerCase() === name.toLowerCase());
}

function patternsOf({ slack, watch, teams }: Settings) {
  const of = (where: string, patterns: readonly string[]) => patterns.map((pattern) => ({ where, pattern }));
  return [
    ...slack.access.rules.flatMap((rule, index) => of(`slack.access.rules[${index}]`, rule.tunnels)),
    ...of('watch.tunnels', watch.tunnels),
    ...teams.flatMap(({ name, tunnels }) => of(`teams.${name}`, tunnels)),
  ];
}
