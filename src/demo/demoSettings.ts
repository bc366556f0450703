// What the demo's settings say besides the simulated devices: partners, people in shifts, and that everybody may do everything.

import { rights } from '../config/slackSchema.js';
import type { Workspace } from '../workspace/index.js';
import { alertPattern, alertsChannel, monitoringApp, resolvedPattern } from './monitoring.js';
import { storyTunnels } from './story.js';

/** What a demo needs to be told besides what the simulated devices tell: names, partners, the pair behind NAT. */
export const demoTunnels = {
  ...storyTunnels,
  'tunnel-x': { aliases: ['erp'], owner: 'network team', criticality: 'high' },
  'hq-madrid': {
    ends: [
      { device: 'fw-hq', tunnel: 'hq-madrid' },
      { device: 'fw-madrid', tunnel: 'hq-madrid' },
    ],
  },
  'partner-acme': { partner: { name: 'Acme', contact: 'noc@acme.example', vendor: 'fortios' } },
  'partner-globex': { partner: { name: 'Globex', contact: 'network@globex.example' } },
  'partner-initech': { partner: { name: 'Initech', contact: 'it@initech.example', vendor: 'strongswan' } },
};

/** The people of the workspace, in three shifts: the handoffs come by themselves, too. */
export function demoTeam({ people, channels }: Workspace): Record<string, unknown> {
  const idOf = (name: string) => people.filter((person) => person.name === name).map((person) => person.id);
  return {
    teams: {
      netops: {
        channel: channels.find((channel) => channel.name === 'netops')?.id,
        timeZone: 'Europe/Berlin',
        shifts: [
          { start: '06:00', people: idOf('ana') },
          { start: '14:00', people: idOf('jonas') },
          { start: '22:00', people: idOf('mei') },
        ],
      },
    },
  };
}

/** What is an alert in the channel that the monitoring posts into. */
export function demoAlertChannels({ channels }: Pick<Workspace, 'channels'>): readonly unknown[] {
  const channel = channels.find(({ name }) => name === alertsChannel.name)?.id;
  const app = monitoringApp.realName;
  return [{ app, channel, pattern: alertPattern, resolved: resolvedPattern }];
}

/** Everybody there may do everything: whoever tries it reads the audit log too, which nobody may while no rule says so. */
export function demoRights({ people }: Workspace): Record<string, unknown> {
  const users = people.map((person) => person.id);
  return {
    slack: {
      access: { rules: [{ who: { users }, may: rights }] },
    },
  };
}
