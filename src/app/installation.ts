// What is checked of an installation, in order: the configuration, each device by its vendor and by its evidence, Slack, store, listener, playbooks.

import { deviceEvidenceChecks } from '../checks/deviceEvidence.js';
import { Installation } from '../checks/installation.js';
import { configurationChecks } from '../config/checks.js';
import { isThere } from '../config/secret.js';
import type { Settings } from '../config/settings.js';
import { type Check, type CheckGroup, fails, well } from '../domain/check.js';
import type { Clock } from '../domain/clock.js';
import type { Device } from '../domain/device.js';
import { Problem } from '../domain/problem.js';
import type { Fleet } from '../fleet/fleet.js';
import type { Playbook } from '../playbook/playbook.js';
import type { SlackSettings } from '../slack/index.js';
import type { StoreDoor } from '../stores/door.js';
import type { Logger } from '../support/logger.js';
import { listenerCheck } from './listenerCheck.js';
import { unusedNames } from './unusedNames.js';

export interface InstallationSources {
  readonly settings: Settings;
  readonly devices: readonly Device[];
  readonly fleet: Pick<Fleet, 'view'>;
  readonly stores: Pick<StoreDoor, 'opened'>;
  readonly playbooks: () => readonly Playbook[];
  /** Where Slack is reached instead of by the settings. */
  readonly slack: SlackSettings | null;
  readonly clock: Clock;
  readonly log: Logger;
}

export function installationOver(sources: InstallationSources): Installation {
  const { clock, log } = sources;
  return new Installation({
    groups: () => groupsOf(sources),
    clock,
    onFault: (error, what) => log.error({ error, what }, 'a check failed'),
  });
}

async function groupsOf(parts: InstallationSources): Promise<readonly CheckGroup[]> {
  const { settings, devices, fleet, playbooks } = parts;
  return [
    { name: 'configuration', checks: configurationChecks(settings) },
    ...devices.map((device) => deviceGroup(device, parts)),
    { name: 'tunnels', checks: [unusedNames(settings, fleet)] },
    await slackGroup(parts),
    await storeGroup(parts),
    { name: 'listener', checks: [listenerCheck(settings)] },
    { name: 'playbooks', checks: [playbookCheck(playbooks)] },
  ];
}

function deviceGroup(device: Device, { settings, clock }: InstallationSources): CheckGroup {
  const { name } = device;
  const { checks, open } = device.checks();
  const declared = settings.tunnels.flatMap(({ ends }) =>
    ends.filter((end) => end.device === name).map(({ tunnel }) => tunnel),
  );
  return { name, checks: [...checks, ...deviceEvidenceChecks({ device, clock, declared, needs: open })] };
}

/** Loaded only here: a question on the terminal needs nothing of Slack. */
export async function slackGroup({
  settings,
  slack,
  clock,
  log,
}: Pick<InstallationSources, 'settings' | 'slack' | 'clock' | 'log'>): Promise<CheckGroup> {
  const [{ slackChecks }, { slackOf }] = await Promise.all([
    import('../slack/index.js'),
    import('./slackOf.js'),
  ]);
  const { botToken, appToken, signingSecret, mode } = settings.slack;
  const other = mode === 'socket' ? appToken : signingSecret;
  return {
    name: 'Slack',
    checks: slackChecks({
      settings: async () => slack ?? (await slackOf(settings)),
      isSet: async () => slack !== null || (await isThere(botToken)) || (await isThere(other)),
      channels: channelsOf(settings),
      clock,
      log,
    }),
  };
}

function channelsOf({ slack, teams, tunnels, watch }: Settings) {
  const all = [
    ...slack.access.channels.map((id) => ({ id, setting: 'slack.access.channels' })),
    ...teams.map(({ name, channel }) => ({ id: channel, setting: `teams.${name}` })),
    ...tunnels.map(({ name, channel }) => ({ id: channel, setting: `tunnels.${name}` })),
    { id: watch.channel, setting: 'watch.channel' },
  ];
  const seen = new Set<string>();
  return all.flatMap(({ id, setting }) => {
    if (id === null || seen.has(id)) return [];
    seen.add(id);
    return [{ id, setting }];
  });
}

async function storeGroup({ settings, stores, clock }: InstallationSources): Promise<CheckGroup> {
  const { storeChecks } = await import('../stores/checks.js');
  return {
    name: 'store',
    checks: storeChecks({
      ...settings.store,
      opened: () => stores.opened()?.database ?? null,
      now: () => clock.now(),
    }),
  };
}

function playbookCheck(playbooks: () => readonly Playbook[]): Check {
  return {
    what: 'playbooks',
    needs: [],
    async run() {
      try {
        return well(`${playbooks().length} playbooks are read, each with its cases.`);
      } catch (error) {
        if (error instanceof Problem) return fails(error.message, error.remedy);
        throw error;
      }
    },
  };
}
