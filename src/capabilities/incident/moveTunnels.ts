// `incident ID split TUNNEL …` and `incident ID merge INTO`: what does not belong together goes apart, what does comes together.

import { type CommandRequest, optionValue } from '../../commands/command.js';
import { personOf } from '../../commands/stores.js';
import { usage } from '../../commands/words.js';
import { commandNames, helpLine } from '../../domain/commandLine.js';
import type { Report } from '../../domain/report.js';
import { type Incident, incidentFrom } from '../../incidents/incident.js';
import { type Moved, merge, split } from '../../incidents/splitMerge.js';
import { incidentCard } from './card.js';
import { changeSince, findIncident, readIncident, type TriageParts } from './parts.js';
import { proceed } from './proceed.js';
import { notDone } from './reports.js';

/** Each gets a thread in the channel. */
const mostApart = 20;
const everyTunnel = 'all';

export async function splitOff(
  parts: TriageParts,
  request: CommandRequest,
  incident: Incident,
): Promise<Report> {
  const typed = (optionValue(request.words, 'tunnels') ?? request.words.positionals.slice(2).join(' '))
    .split(/[\s,]+/)
    .filter((word) => word !== '');
  if (typed.length === 0)
    throw usage(
      '`split` needs the tunnels that get their own incident, or `all`',
      helpLine(commandNames.incident),
    );
  if (incident.tunnels.length < 2) return notDone(incident, 'It is of one tunnel.');
  const isEach = typed.length === 1 && typed[0] === everyTunnel;
  const named = isEach ? incident.tunnels.slice(1) : typed.map((word) => nameIn(incident, word));
  if (isEach && named.length > mostApart)
    return notDone(
      incident,
      `So many threads at once help nobody: \`all\` takes ${mostApart + 1} tunnels apart at most. Name those that differ.`,
    );
  const apart = isEach
    ? named.map((tunnel) => ({ id: parts.newId('inc'), tunnels: [tunnel] }))
    : [{ id: parts.newId('inc'), tunnels: [...new Set(named)] }];
  return await move(parts, request, incident, (now) => split(now, apart, acting(parts, request)));
}

export async function mergeInto(
  parts: TriageParts,
  request: CommandRequest,
  incident: Incident,
): Promise<Report> {
  const typed = mergedInto(request);
  if (typed === null) throw usage('`merge` needs the incident that goes on', helpLine(commandNames.incident));
  const { incidents } = await parts.stores();
  const { id } = await findIncident(incidents, typed);
  return await move(parts, request, incident, (now, open) => {
    const into = open.find((one) => one.id === id);
    return into ? merge(now, into, acting(parts, request)) : { leave: `${id} is not open.` };
  });
}

/** The incident that goes on, as it was typed or chosen. */
export function mergedInto({ words }: Pick<CommandRequest, 'words'>): string | null {
  const typed = optionValue(words, 'into') ?? words.positionals[2] ?? '';
  return typed.trim() === '' ? null : typed;
}

function acting({ clock }: TriageParts, request: CommandRequest) {
  return { by: personOf(request), at: clock.now().toISOString(), key: request.key };
}

/** As it is written there, whatever its case. */
function nameIn({ tunnels }: Incident, typed: string): string {
  return tunnels.find((tunnel) => tunnel.toLowerCase() === typed.toLowerCase()) ?? typed.slice(0, 60);
}

/** Decided on what stands there at that moment; then what is left, and what is new, is diagnosed. */
async function move(
  parts: TriageParts,
  request: CommandRequest,
  { id, lastSeq }: Incident,
  decide: (now: Incident, open: readonly Incident[]) => Moved,
): Promise<Report> {
  const { incidents } = await parts.stores();
  let why = '';
  const event = await incidents.change(request.key, (all) => {
    const open = all.map(incidentFrom);
    const now = open.find((one) => one.id === id);
    const moved = now ? decide(now, open) : { leave: 'It is closed.' };
    why = 'leave' in moved ? moved.leave : '';
    return 'leave' in moved ? [] : moved.writes;
  });
  const moved = await readIncident(incidents, id);
  if (event === null) return notDone(moved, why);
  const others = moved.timeline.flatMap(({ what, seq }) =>
    seq <= lastSeq ? [] : what.kind === 'left' ? [what.to] : what.kind === 'merged-into' ? [what.into] : [],
  );
  // Those that are not reached in time are diagnosed when their tunnels are looked at next.
  for (const one of [id, ...others]) await proceed(parts, { ...request, key: `${request.key}:${one}` }, one);
  const after = await readIncident(incidents, id);
  return incidentCard(after, changeSince(lastSeq, after));
}
