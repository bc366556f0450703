// The two services that keep running: the Slack bot, and the demo with its workspace and simulated firewalls.

import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Environment } from './config/environment.js';
import { isThere } from './config/secret.js';
import { loadSettings, readSettings, type Settings, settingsPath } from './config/settings.js';
import { Problem } from './domain/problem.js';
import { createKeeping } from './keeping.js';
import {
  demoFleet,
  globexLog,
  type RunningFirewall,
  type RunningFleet,
  startFleet,
} from './simulator/index.js';
import { createGroups, createSlackApp, slackSettings } from './slack/index.js';
import { systemClock } from './support/clock.js';
import { createLogger, type Logger } from './support/logger.js';
import { wire } from './wiring.js';
import { startWorkspace, type Workspace } from './workspace/index.js';

export interface RunningService {
  close(): Promise<void>;
}

/** Writes a configuration for a simulated fleet, with its keys beside it, so that every command can be used on it. */
export async function writeFleetConfig(
  fleet: RunningFleet,
  folder: string,
  tunnels: Readonly<Record<string, unknown>> = {},
  more: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const [first] = fleet.firewalls;
  if (first) await writeFile(join(folder, 'ca.pem'), first.caPem);
  const specs = new Map(fleet.spec.firewalls.map((spec) => [spec.name, spec]));
  const devices: Record<string, unknown> = {};
  for (const firewall of fleet.firewalls) {
    const spec = specs.get(firewall.name);
    // The passive unit is the second address of its pair.
    if (spec?.ha?.state === 'passive') continue;
    const mate = spec?.ha ? fleet.firewalls.find((other) => other.name === spec.ha?.mate) : undefined;
    const via = spec?.template !== undefined ? fleet.panorama : undefined;
    const name = firewall.name.replace(/-1$/, '');
    await writeFile(join(folder, `${name}.key`), `${(via ?? firewall).apiKey}\n`, { mode: 0o600 });
    devices[name] = {
      vendor: 'panos',
      ...address(firewall, mate, via),
      apiKey: { file: `${name}.key` },
      caFile: 'ca.pem',
      ...(via ? { panorama: { target: firewall.serial } } : {}),
    };
  }
  const file = join(folder, 'tunnelmedic.yml');
  await writeFile(file, stringify({ ...more, devices, tunnels }));
  return file;
}

function address(firewall: RunningFirewall, mate?: RunningFirewall, via?: RunningFirewall) {
  if (via) return { url: via.url };
  return mate ? { ha: [firewall.url, mate.url] } : { url: firewall.url };
}

/** What a demo needs to be told besides what the simulated devices tell: names, partners, the pair behind NAT. */
const demoTunnels = {
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
function demoTeam({ people, channels }: Workspace): Record<string, unknown> {
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

/** Where the page of the demo is looked for first; any free port when it is taken. */
const demoPort = 4400;

export interface DemoOptions {
  /** Port of the page; 0 takes any free one, null the usual one. */
  readonly port: number | null;
  /** What people read while it runs. */
  readonly say: (text: string) => void;
  readonly log?: Logger;
}

export interface RunningDemo extends RunningService {
  readonly url: string;
  /** A configuration for the command line while the demo runs. */
  readonly configFile: string;
  readonly workspace: Workspace;
  readonly fleet: RunningFleet;
}

/** The workspace page, simulated firewalls, and the true Slack app between them. */
export async function startDemo(options: DemoOptions): Promise<RunningDemo> {
  const log = options.log ?? createLogger('warn');
  const fleet = await startFleet(demoFleet());
  const folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-demo-'));
  const workspace = await openWorkspace(options.port);
  const configFile = await writeFleetConfig(fleet, folder, demoTunnels, demoTeam(workspace));
  const settings = await loadSettings(configFile, {});
  const wired = wire(settings, { log, longRunning: true });
  const keeping = createKeeping({ wired, settings, clock: systemClock, log, id: randomUUID() });
  const app = createSlackApp({
    settings: slackSettings({
      botToken: workspace.botToken,
      appToken: workspace.appToken,
      signingSecret: workspace.signingSecret,
      apiUrl: workspace.apiUrl,
    }),
    dispatcher: wired.dispatcher,
    clock: systemClock,
    logger: log,
    seen: keeping.seen,
    incidents: keeping.incidents,
  });
  await app.start();
  keeping.start();
  const partnerLog = join(folder, 'globex-charon.log');
  await writeFile(partnerLog, globexLog(systemClock.now()));
  options.say(
    [
      `The demo is at ${workspace.url}`,
      'Type /ipsec status tunnel-x there.',
      'A tunnel to a partner: /ipsec triage partner-globex, answer in its thread (Globex has strongSwan),',
      `and drop the partner's log into it: ${partnerLog}`,
      `In another terminal: npx tunnelmedic list --config ${configFile}`,
      'Ctrl-C ends it.',
      '',
    ].join('\n'),
  );
  return {
    url: workspace.url,
    configFile,
    workspace,
    fleet,
    async close() {
      await app.stop();
      await keeping.stop();
      await wired.close();
      await Promise.all([workspace.stop(), fleet.stop(), rm(folder, { recursive: true, force: true })]);
    },
  };
}

async function openWorkspace(port: number | null): Promise<Workspace> {
  const manifest = parse(await readFile(new URL('../manifest.yml', import.meta.url), 'utf8'));
  const open = (wanted: number) => startWorkspace({ mode: 'socket', manifest, port: wanted });
  if (port !== null) return await open(port);
  return await open(demoPort).catch(() => open(0));
}

export interface ServiceOptions {
  readonly config: string | null;
  readonly environment: Environment;
  readonly say: (text: string) => void;
}

/** The Slack service; without Slack tokens the demo, which says so. */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const file = settingsPath(options.config, options.environment);
  const named = options.config !== null || options.environment.TUNNELMEDIC_CONFIG !== undefined;
  const settings = await loadSettings(file, options.environment).catch((error: unknown) => {
    // Nobody named a file and none is there: a first start.
    if (error instanceof Problem && error.code === 'config-missing' && !named) return null;
    throw error;
  });
  const slack = settings?.slack ?? (await readSettings('', file, options.environment)).slack;
  if (!(await isThere(slack.botToken))) {
    options.say("Slack's tokens are not set, so this is the demo with simulated firewalls.\n");
    return await startDemo({ port: null, say: options.say });
  }
  if (!settings) throw new Problem('config-missing', { file });
  return await startSlack(settings, options.say);
}

function groupsOfTeams(teams: Settings['teams']): readonly string[] {
  return teams.flatMap((team) => Object.values(team.people).flat()).filter((id) => id.startsWith('S'));
}

async function startSlack(settings: Settings, say: (text: string) => void): Promise<RunningService> {
  const log = createLogger(settings.logLevel);
  const { slack } = settings;
  const secrets = {
    botToken: await slack.botToken(),
    appToken: slack.mode === 'socket' ? await slack.appToken() : null,
    signingSecret: slack.mode === 'http' ? await slack.signingSecret() : null,
  };
  const how = slackSettings({
    ...secrets,
    mode: slack.mode,
    ...(slack.apiUrl === undefined ? {} : { apiUrl: slack.apiUrl }),
    host: slack.host,
    httpPort: slack.port,
    healthPort: slack.healthPort ?? null,
  });
  const ofGroups = (groups: readonly string[]) =>
    createGroups({ settings: how, clock: systemClock, logger: log, groups });
  const groupsOf = ofGroups((slack.access.rules ?? []).flatMap((rule) => rule.who.groups));
  // Apart from the rules: a group of a shift that cannot be read must not take anybody's right.
  const teamGroupsOf = ofGroups(groupsOfTeams(settings.teams));
  const wired = wire(settings, { log, longRunning: true, groupsOf, teamGroupsOf });
  const keeping = createKeeping({ wired, settings, clock: systemClock, log, id: randomUUID() });
  const app = createSlackApp({
    settings: how,
    dispatcher: wired.dispatcher,
    clock: systemClock,
    logger: log,
    seen: keeping.seen,
    incidents: keeping.incidents,
  });
  try {
    // A data folder that another process holds, or a database that cannot be used, is said at once.
    await wired.stores.open();
    await app.start();
  } catch (error) {
    await wired.close();
    throw error;
  }
  keeping.start();
  say(
    slack.mode === 'http'
      ? `Slack is expected at port ${app.httpPort ?? slack.port}. ${settings.devices.length} devices are configured.\n`
      : `Connecting to Slack. ${settings.devices.length} devices are configured.\n`,
  );
  return {
    async close() {
      await app.stop();
      await keeping.stop();
      await wired.close();
    },
  };
}
