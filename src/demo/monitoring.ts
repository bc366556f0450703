// The monitoring of the demo: another app of the workspace, which posts alerts for people into a channel, and cuts a line on a button.

import type { Clock } from '../domain/clock.js';
import type { RunningFleet } from '../simulator/index.js';
import type { Logger } from '../support/logger.js';
import type { Fields, Message, Workspace } from '../workspace/index.js';
import { cutLine, shops } from './shops.js';

export interface MonitoringParts {
  readonly workspace: Pick<
    Workspace,
    'postAsOtherApp' | 'editAsOtherApp' | 'hearClicks' | 'socketCount' | 'channels'
  >;
  readonly fleet: Pick<RunningFleet, 'happen'>;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface Monitoring {
  /** The alert of the partner's tunnel, and the button that cuts the line of the shops. */
  begin(): Promise<void>;
  /** What burned for this tunnel is over. */
  resolve(tunnel: string): Promise<void>;
  stop(): Promise<void>;
}

/** As people see it; the settings of the demo name it in their rule. */
export const monitoringApp = { name: 'monitoring', realName: 'Monitoring' };
export const alertsChannel = { name: 'alerts', topic: 'What the monitoring says; answered in its threads' };

/** By these the rule of the demo's settings tells an alert, and one that is over. */
export const alertPattern = String.raw`VPN (?<tunnel>\S+) is (?:down|up again)`;
export const resolvedPattern = 'is up again';

const partnerTunnel = 'partner-globex';
/** By then the dead peers of the shops were noticed. */
const noticesAfterMs = 8000;
const lookEveryMs = 250;

export function startMonitoring({ workspace, fleet, clock, log }: MonitoringParts): Monitoring {
  const stopping = new AbortController();
  const { signal } = stopping;
  const app = monitoringApp.name;
  const channel = alertsChannel.name;
  const burning = new Map<string, Message>();
  const acts = new Set<Promise<void>>();

  async function fire(tunnel: string): Promise<void> {
    const message = await workspace.postAsOtherApp({ app, channel, ...alertOf(tunnel, true) });
    burning.set(tunnel, message);
  }

  async function resolve(tunnel: string): Promise<void> {
    const message = burning.get(tunnel);
    if (message === undefined) return;
    burning.delete(tunnel);
    await workspace.editAsOtherApp({ channel, ts: message.ts, ...alertOf(tunnel, false) });
  }

  async function cut(drill: Message): Promise<void> {
    await workspace.editAsOtherApp({ channel, ts: drill.ts, ...drillOf('cut') });
    fleet.happen(cutLine(true));
    await clock.sleep(noticesAfterMs, signal);
    for (const shop of shops) await fire(shop);
  }

  async function mend(drill: Message): Promise<void> {
    await workspace.editAsOtherApp({ channel, ts: drill.ts, ...drillOf('whole') });
    fleet.happen(cutLine(false));
    await clock.sleep(noticesAfterMs, signal);
    for (const shop of shops) await resolve(shop);
  }

  workspace.hearClicks(app, ({ actionId, message }) => {
    const act = (actionId === 'cut' ? cut(message) : mend(message))
      .catch((error: unknown) => {
        if (!signal.aborted) log.error({ error }, 'the monitoring of the demo fell silent');
      })
      .finally(() => acts.delete(act));
    acts.add(act);
  });

  return {
    async begin() {
      // Before the app listens, nobody would hear it.
      while (workspace.socketCount() === 0) await clock.sleep(lookEveryMs, signal);
      await fire(partnerTunnel);
      await workspace.postAsOtherApp({ app, channel, ...drillOf('whole') });
    },
    resolve,
    async stop() {
      stopping.abort();
      await Promise.all(acts);
    },
  };
}

interface Content {
  readonly text: string;
  readonly attachments: Fields[];
  readonly blocks: Fields[];
}

/** In the form that Alertmanager's own messages have: everything in an attachment. */
function alertOf(tunnel: string, burns: boolean): Content {
  const title = burns ? `[FIRING] VPN ${tunnel} is down` : `[RESOLVED] VPN ${tunnel} is up again`;
  const check = tunnel === partnerTunnel ? 'ping 10.92.0.1' : 'ping of the tills';
  const text = burns ? `No answer for 1 minute: ${check}.` : `Answered again: ${check}.`;
  const color = burns ? '#a30200' : '#2eb886';
  return { text: '', blocks: [], attachments: [{ color, title, fallback: title, text }] };
}

const drillTexts = {
  whole: { says: 'Drill: one firewall has the tunnels of forty shops on one line.', label: 'Cut the line' },
  cut: { says: 'The line of the shops is cut. I look once a minute.', label: 'Mend the line' },
} as const;

function drillOf(state: keyof typeof drillTexts): Content {
  const { says, label } = drillTexts[state];
  const button = {
    type: 'button',
    action_id: state === 'whole' ? 'cut' : 'mend',
    text: { type: 'plain_text', text: label },
  };
  const section = { type: 'section', text: { type: 'mrkdwn', text: says } };
  return { text: says, attachments: [], blocks: [section, { type: 'actions', elements: [button] }] };
}
