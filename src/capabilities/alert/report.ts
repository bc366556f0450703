// What the trial of an alert says: a line an alert, then the incidents that would follow.

import type { Alert, WebhookSource } from '../../alerts/alert.js';
import type { AlertMatch } from '../../alerts/matching.js';
import { plural } from '../../commands/phrases.js';
import type { Block, Report } from '../../domain/report.js';
import { shareText } from '../../domain/share.js';
import type { FleetView } from '../../fleet/fleetTunnel.js';
import { groupBySharing } from '../../fleet/sharing.js';
import type { Incident } from '../../incidents/incident.js';

interface Trial {
  readonly source: WebhookSource;
  readonly matched: readonly { readonly alert: Alert; readonly match: AlertMatch }[];
  readonly view: FleetView;
  /** Those that are open now. */
  readonly open: readonly Incident[];
}

interface Following {
  readonly tunnels: readonly string[];
  readonly shares: string | null;
  readonly joins: string | null;
}

const senders: Readonly<Record<WebhookSource, string>> = {
  alertmanager: 'Alertmanager',
  grafana: 'Grafana',
  pagerduty: 'PagerDuty',
  generic: 'the configured sender',
};

export function composeTrial(trial: Trial): Report {
  const { source, matched, view } = trial;
  const incidents = followingOf(trial);
  const shown = matched.slice(0, mostShown);
  const summary: Block[] = [
    ...(matched.length === 0
      ? [
          {
            kind: 'paragraph' as const,
            text: 'It says nothing about a tunnel: a ping, a note or an acknowledgement.',
          },
        ]
      : [{ kind: 'list' as const, items: shown.map(lineOf) }]),
    ...(matched.length > shown.length
      ? [{ kind: 'note' as const, text: `And ${matched.length - shown.length} more alerts.` }]
      : []),
    ...(incidents.length === 0 ? [] : [{ kind: 'heading' as const, text: 'What would follow' }]),
    ...(incidents.length === 0
      ? []
      : [{ kind: 'list' as const, items: incidents.slice(0, mostShown).map(followingText) }]),
    ...view.gaps.map((gap) => ({ kind: 'note' as const, text: `${gap.says} ${gap.remedy}` })),
  ];
  return {
    kind: 'alert-trial',
    tone: matched.some(({ match }) => match.kind === 'none' || match.kind === 'several')
      ? 'warning'
      : 'quiet',
    title: `${plural(matched.length, 'alert', 'alerts')} of ${senders[source]}`,
    summary,
    detail: [],
    actions: [],
    choice: null,
    files: [],
    audience: 'asker',
    json: {
      schema: 1,
      source,
      alerts: matched.map(({ alert, match }) => ({
        name: alert.name,
        status: alert.status,
        tunnels: match.tunnels.map((tunnel) => tunnel.name),
        means: match.kind,
        why: match.why,
      })),
      incidents,
    },
  };
}

const mostShown = 20;

function lineOf({ alert, match }: Trial['matched'][number]): string {
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
  return `${alert.name} (${alert.status}): ${what}; ${because}.`;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 8).join(', ');
  return names.length > 8 ? `${shown} and ${names.length - 8} more` : shown;
}

/** Only what burns and is known opens something. */
function followingOf({ matched, view, open }: Trial): readonly Following[] {
  const meant = matched.flatMap(({ alert, match }) =>
    alert.status === 'firing' && (match.kind === 'one' || match.kind === 'all') ? match.tunnels : [],
  );
  const failing = [...new Map(meant.map((tunnel) => [tunnel.name, tunnel])).values()];
  return groupBySharing(failing, view.tunnels).map(({ tunnels, shares }) => {
    const names = tunnels.map((tunnel) => tunnel.name);
    const joins = open.find((incident) => incident.tunnels.some((one) => names.includes(one)));
    return { tunnels: names, shares: shares && shareText(shares), joins: joins?.id ?? null };
  });
}

function followingText({ tunnels, shares, joins }: Following): string {
  const what = joins === null ? 'One incident' : `Joins ${joins}`;
  const why = shares === null ? '' : `: they ${shares}`;
  return `${what} for ${listed(tunnels)}${why}.`;
}
