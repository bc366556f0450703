// What the trial of an alert says: a line an alert, then the incidents that would follow.

import type { Alert, WebhookSource } from '../../alerts/alert.js';
import type { FailingGroup } from '../../alerts/grouping.js';
import { senderNames } from '../../alerts/senders.js';
import { plural } from '../../commands/phrases.js';
import { type Block, bareReport, type Report } from '../../domain/report.js';
import { shareText } from '../../domain/share.js';
import type { FleetView } from '../../fleet/fleetTunnel.js';
import { targetOf } from '../../incidents/grouping.js';
import type { Incident } from '../../incidents/incident.js';
import type { PlannedAlert } from './plan.js';

interface Trial {
  readonly source: WebhookSource;
  readonly alerts: readonly PlannedAlert[];
  readonly groups: readonly FailingGroup[];
  readonly view: FleetView;
  /** Those that are open now. */
  readonly open: readonly Incident[];
  /** ISO 8601 UTC: now. */
  readonly at: string;
}

interface Following {
  readonly tunnels: readonly string[];
  readonly shares: string | null;
  readonly joins: string | null;
}

export function composeTrial(trial: Trial): Report {
  const { source, alerts, view } = trial;
  const incidents = followingOf(trial);
  const shown = alerts.slice(0, mostShown);
  const summary: Block[] = [
    ...(alerts.length === 0
      ? [
          {
            kind: 'paragraph' as const,
            text: 'It says nothing about a tunnel: a ping, a note or an acknowledgement.',
          },
        ]
      : [{ kind: 'list' as const, items: shown.map(lineOf) }]),
    ...(alerts.length > shown.length
      ? [{ kind: 'note' as const, text: `And ${alerts.length - shown.length} more alerts.` }]
      : []),
    ...(incidents.length === 0 ? [] : [{ kind: 'heading' as const, text: 'What would follow' }]),
    ...(incidents.length === 0
      ? []
      : [{ kind: 'list' as const, items: incidents.slice(0, mostShown).map(followingText) }]),
    ...view.gaps.map((gap) => ({ kind: 'note' as const, text: `${gap.says} ${gap.remedy}` })),
  ];
  return {
    ...bareReport,
    kind: 'alert-trial',
    tone: alerts.some(({ match }) => match.kind === 'none' || match.kind === 'several') ? 'warning' : 'quiet',
    title: `${plural(alerts.length, 'alert', 'alerts')} of ${senderNames[source]}`,
    summary,
    audience: 'asker',
    json: {
      schema: 1,
      source,
      alerts: alerts.map(({ of: { alert }, match, found }) => ({
        name: alert.name,
        status: alert.status,
        tunnels: match.tunnels.map((tunnel) => tunnel.name),
        means: match.kind,
        why: match.why,
        looked: found.map(({ looked, fate }) => ({
          tunnel: looked.tunnel.name,
          state: looked.state,
          leads: alert.status === 'resolved' ? 'look' : leads[fate.kind],
          says: fate.kind === 'quiet' ? fate.says : looked.basis,
        })),
      })),
      incidents,
    },
  };
}

const mostShown = 20;
const leads = { failing: 'opening', closely: 'diagnosis', quiet: 'nothing' } as const;

function lineOf({ of: { alert }, match, found }: PlannedAlert): string {
  const names = match.tunnels.map((tunnel) => tunnel.name);
  const what = {
    one: names[0] ?? '',
    all: `all of ${listed(names)}`,
    several: `one of ${listed(names)}; a button asks which`,
    none: 'no tunnel',
  }[match.kind];
  const because =
    match.kind === 'none'
      ? `${match.why}. Map it: alerts.labels or alerts.patterns in the configuration`
      : match.why;
  return `${alert.name} (${alert.status}): ${what}; ${because}.${leadsText(alert, found)}`;
}

/** What a look decides now. */
function leadsText({ status }: Alert, found: PlannedAlert['found']): string {
  if (found.length === 0) return '';
  if (status === 'resolved') return ' Its incident, where one is open, is told what a look shows.';
  if (found.some(({ fate }) => fate.kind === 'failing')) return '';
  if (found.some(({ fate }) => fate.kind === 'closely'))
    return ' Its SAs are up: it is diagnosed, and opens an incident only for a fault.';
  const [first] = found.flatMap(({ fate }) => (fate.kind === 'quiet' ? [fate.says] : []));
  return ` It opens nothing: ${first ?? ''}`;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 8).join(', ');
  return names.length > 8 ? `${shown} and ${names.length - 8} more` : shown;
}

function followingOf({ groups, open, at }: Trial): readonly Following[] {
  return groups.map(({ tunnels, beside, shares }) => {
    const [names = [], held = []] = [tunnels, beside].map((all) => all.map(({ name }) => name));
    const joins = targetOf(open, { tunnels: names, beside: held, shares }, at);
    return { tunnels: names, shares: shares && shareText(shares), joins: joins?.id ?? null };
  });
}

function followingText({ tunnels, shares, joins }: Following): string {
  const what = joins === null ? 'One incident' : `Joins ${joins}`;
  const why = shares === null ? '' : `: they ${shares}`;
  return `${what} for ${listed(tunnels)}${why}.`;
}
