// Many tunnels in one message: how many, what they share, the diagnosis of one that stands for them, and their names.

import { decisionBlocks } from '../../commands/decisionCard.js';
import { plural } from '../../commands/phrases.js';
import { commandLine, commandNames } from '../../domain/commandLine.js';
import type { Action, Block, Report, Span, Text } from '../../domain/report.js';
import { type Share, sharePlace, shareText } from '../../domain/share.js';
import { clockUtc } from '../../domain/utc.js';
import { tunnelsText } from '../../incidents/groupWords.js';
import { isLasting, isTrouble, type Notice, type NoticedTunnel } from '../../notices/notice.js';
import { frameOf, pastRows, triageAction } from './frame.js';

/** As many names as a phone shows beside the rest. */
const mostNames = 9;
const mostShared = 2;

export function groupNotice(notice: Notice): Report {
  const { tunnels, shares } = notice;
  const lasting = tunnels.filter(isLasting);
  const where = sharePlace(shares[0] ?? null);
  if (lasting.length === 0)
    return {
      ...frameOf('good', `All ${tunnels.length} tunnels${where} are back`),
      summary: [
        { kind: 'callout', tone: 'good', text: allBack(tunnels) },
        ...sharedRows(shares),
        ...pastRows(notice.diagnosis),
        ...names(tunnels),
      ],
      actions: [],
    };
  const back = tunnels.length - lasting.length;
  const title = `${statesText(lasting)}${where}`;
  const tone = lasting.some(({ state }) => state === 'down') ? 'bad' : 'warning';
  const progress = back === 0 ? [] : [` ${back} of ${tunnels.length} back.`];
  const text: Span[] = [{ strong: statesText(lasting) }, ' since ', sinceOf(lasting), '.', ...progress];
  return {
    ...frameOf(tone, back === 0 ? title : `${title}; ${back} of ${tunnels.length} back`),
    summary: [
      { kind: 'callout', tone, text },
      ...sharedRows(shares),
      ...diagnosisBlocks(notice),
      ...names(lasting),
      ...incidentsOf(lasting),
    ],
    actions: actionsOf(notice),
  };
}

/** `37 tunnels down, 3 degraded`. */
function statesText(lasting: readonly NoticedTunnel[]): string {
  const count = (wanted: NoticedTunnel['state']): number =>
    lasting.filter(({ state }) => state === wanted).length;
  const parts = (['down', 'flapping', 'degraded', 'idle'] as const).flatMap((state) => {
    const found = count(state);
    return found === 0 ? [] : [{ state, found }];
  });
  return parts
    .map(({ state, found }, index) => `${index === 0 ? plural(found, 'tunnel') : found} ${state}`)
    .join(', ');
}

/** In UTC, as the lines of the logs are. */
function sinceOf(tunnels: readonly NoticedTunnel[]): string {
  const [first] = tunnels.map(({ since }) => since).toSorted();
  return first === undefined ? '' : `${clockUtc(first)} UTC`;
}

function allBack(tunnels: readonly NoticedTunnel[]): Text {
  const last =
    tunnels
      .map(({ endedAt }) => endedAt ?? '')
      .toSorted()
      .at(-1) ?? '';
  return [{ strong: `All ${tunnels.length} back` }, `, the last one at ${clockUtc(last)} UTC.`];
}

function sharedRows(shares: readonly Share[]): Block[] {
  const says = shares.slice(0, mostShared).map(shareText);
  const value = says.length === 0 ? 'Nothing that is known.' : `They ${listText(says)}.`;
  return [{ kind: 'fields', rows: [{ label: 'In common', value }] }];
}

function listText(says: readonly string[]): string {
  const last = says.at(-1) ?? '';
  return says.length < 2 ? last : `${says.slice(0, -1).join(', ')} and ${last}`;
}

/** One was looked at, and that it was one is said before its cause. */
function diagnosisBlocks({ diagnosis, tunnels }: Notice): Block[] {
  if (diagnosis === null) return [{ kind: 'note', text: 'One of them is being diagnosed.' }];
  const { tunnel, decision, says } = diagnosis;
  const isFound = decision?.cause && isTrouble(decision.state);
  const about: Block = {
    kind: 'note',
    text: ['Diagnosed: ', { strong: tunnel }, `, one of the ${tunnels.length}.`],
  };
  if (!isFound) return [about, { kind: 'paragraph', text: says }];
  const card = decisionBlocks(decision, { tone: 'bad', seenAt: null, isFirstOnly: true });
  return [about, ...card.slice(1)];
}

function names(tunnels: readonly NoticedTunnel[]): Block[] {
  const shown = tunnels.slice(0, mostNames).map(({ tunnel }) => tunnel);
  const more = tunnels.length - shown.length;
  return [{ kind: 'note', text: `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}` }];
}

/** Where somebody works on one of them already. */
function incidentsOf(tunnels: readonly NoticedTunnel[]): Block[] {
  const byIncident = new Map<string, string[]>();
  for (const { tunnel, incident } of tunnels)
    if (incident !== null) byIncident.set(incident, [...(byIncident.get(incident) ?? []), tunnel]);
  const taken = [...byIncident].map(([incident, of]) => `${incident} (${tunnelsText(of)})`);
  if (taken.length === 0) return [];
  const more = taken.length - mostNames;
  const word = taken.length === 1 ? 'Incident' : 'Incidents';
  const shown = taken.slice(0, mostNames).join(', ');
  return [{ kind: 'note', text: `${word} open: ${shown}${more > 0 ? ` and ${more} more` : ''}` }];
}

function actionsOf({ id, diagnosis, shares, tunnels }: Notice): readonly Action[] {
  const device = shares.find(({ kind }) => kind === 'device')?.value;
  const list: Action = {
    label: 'List',
    command: commandLine(commandNames.list, [], {
      state: ['down', 'degraded'],
      ...(device === undefined ? {} : { device }),
    }),
  };
  if (diagnosis === null) return [list];
  const { tunnel } = diagnosis;
  const incident = tunnels.find((one) => one.tunnel === tunnel)?.incident ?? null;
  return [
    triageAction(tunnel, incident, 'Triage', { notice: id }),
    list,
    { label: 'Diagnose again', command: commandLine(commandNames.diagnose, [tunnel]) },
  ];
}
