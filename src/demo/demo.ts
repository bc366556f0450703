// The demo: the workspace page, simulated firewalls, the true Slack app between them, and a partner who answers.

import '../support/plainZod.js';
import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunningService, startService } from '../app/service.js';
import { loadSettings } from '../config/settings.js';
import type { Clock } from '../domain/clock.js';
import {
  type DayStep,
  globexLog,
  type RunningFirewall,
  type RunningFleet,
  startFleet,
} from '../simulator/index.js';
import { slackSettings } from '../slack/index.js';
import { systemClock } from '../support/clock.js';
import { createLogger, type Logger } from '../support/logger.js';
import { yamlParser } from '../support/yamlParser.js';
import type { Workspace } from '../workspace/index.js';
import { demoAlertChannels, demoRights, demoTeam, demoTunnels } from './demoSettings.js';
import { fastClock } from './fastClock.js';
import { openLab } from './lab.js';
import { type Monitoring, startMonitoring } from './monitoring.js';
import { startPartner } from './partner.js';
import { openPlace } from './place.js';
import { longStory, shortStory, storyFleet } from './story.js';

/** Writes a configuration for a simulated fleet, with its keys beside it, so that every command can be used on it. */
export async function writeFleetConfig(
  fleet: RunningFleet,
  folder: string,
  tunnels: Readonly<Record<string, unknown>> = {},
  more: Readonly<Record<string, unknown>> = {},
  ofDevices: Readonly<Record<string, unknown>> = {},
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
    const key = { file: `${name}.key` };
    devices[name] = {
      vendor: firewall.product,
      ...address(firewall, mate, via),
      ...(firewall.product === 'fortios' ? { token: key } : { apiKey: key }),
      caFile: 'ca.pem',
      ...ofDevices,
      ...(via ? { panorama: { target: firewall.serial } } : {}),
    };
  }
  const file = join(folder, 'tunnelmedic.yml');
  await writeFile(file, yamlParser().stringify({ ...more, devices, tunnels }));
  return file;
}

function address(firewall: RunningFirewall, mate?: RunningFirewall, via?: RunningFirewall) {
  if (via) return { url: via.url };
  return mate ? { ha: [firewall.url, mate.url] } : { url: firewall.url };
}

export interface DemoOptions {
  /** Port of the page; 0 takes any free one, null the usual one. */
  readonly port: number | null;
  /** What people read while it runs. */
  readonly say: (text: string) => void;
  readonly log?: Logger;
  /** How long the partner of the demo takes for each answer. */
  readonly partnerMs?: number;
  /** Between two looks at a firewall, and at the tunnel of an open incident. */
  readonly lookSeconds?: number;
  /** What happens by itself; the usual story when not given. */
  readonly story?: readonly DayStep[];
  /** An hour passes in the first minute. */
  readonly fast?: boolean;
}

export interface RunningDemo {
  close(): Promise<void>;
  /** Where a person opens it. */
  readonly pageUrl: string;
  /** A configuration for the command line while the demo runs. */
  readonly configFile: string;
  readonly workspace: Workspace;
  readonly fleet: RunningFleet;
  /** Where a Prometheus may scrape it, and the file with the token. */
  readonly metrics: { readonly url: string; readonly tokenFile: string };
  /** Where a monitoring system may post alerts, each below its name, and the file with the secret of all of them. */
  readonly alerts: { readonly url: string; readonly tokenFile: string };
  readonly stores: RunningService['stores'];
  readonly monitoring: Monitoring;
  /** The same for assistants. */
  readonly assistants: { readonly url: string; readonly tokenFile: string };
}

/** The workspace page, simulated firewalls, and the true Slack app between them. */
export async function startDemo(options: DemoOptions): Promise<RunningDemo> {
  const log = options.log ?? createLogger('warn');
  // What may be refused comes first: nothing runs yet that would have to be ended.
  const { folder, workspace } = await openPlace(options.port);
  const hurried = options.fast ? fastClock(systemClock) : null;
  const clock = hurried ?? systemClock;
  const fleet = await startFleet(storyFleet(), {
    now() {
      hurried?.hold();
      return clock.now();
    },
  });
  const { lookSeconds = usualLookSeconds } = options;
  const tokenFile = await newToken(folder, 'metrics.token');
  const assistantToken = await newToken(folder, 'assistant.token');
  const alertSecret = await newToken(folder, 'alerts.secret');
  const sender = { secret: { file: alertSecret } };
  const more = {
    ...demoTeam(workspace),
    ...demoRights(workspace),
    listen: { port: 0 },
    metrics: { token: { file: tokenFile } },
    alerts: {
      ...{ alertmanager: sender, grafana: sender, pagerduty: sender, gatherSeconds: 2 },
      channels: demoAlertChannels(workspace),
    },
    assistants: { demo: { token: { file: assistantToken }, as: workspace.people[0]?.id } },
    incidentLookSeconds: lookSeconds,
    watch: { everySeconds: lookSeconds, gatherSeconds: Math.floor(lookSeconds / 2) },
  };
  const configFile = await (hurried
    ? writeFleetConfig(fleet, folder, demoTunnels, { ...more, ...patience }, { timeouts: devicePatience })
    : writeFleetConfig(fleet, folder, demoTunnels, more));
  const settings = await loadSettings(configFile, {});
  const service = await startService(settings, {
    clock,
    // Slack keeps its own time: how long it waits, and how often it may be asked, has nothing to do with tunnels.
    slackClock: systemClock,
    log,
    slack: slackSettings({
      botToken: workspace.botToken,
      appToken: workspace.appToken,
      signingSecret: workspace.signingSecret,
      apiUrl: workspace.apiUrl,
    }),
  });
  const listening = `http://127.0.0.1:${service.listenPort}`;
  const outside = { workspace, fleet, clock: pacedByPeople(clock), log };
  const monitoring = startMonitoring(outside);
  const partner = startPartner({
    ...outside,
    stores: service.stores,
    answersAfterMs: options.partnerMs ?? usualPartnerMs,
    onMended: (tunnel) => monitoring.resolve(tunnel),
  });
  const partnerLog = join(folder, 'globex-charon.log');
  await writeFile(partnerLog, globexLog(clock.now()));
  if (options.story === undefined)
    monitoring
      .begin()
      .then(() => openLab(outside))
      .catch(() => undefined);
  fleet.schedule(options.story ?? (hurried ? longStory : shortStory));
  options.say(
    [
      `The demo is at ${workspace.pageUrl}`,
      'Type /ipsec status tunnel-x there.',
      'In #alerts another app, the monitoring, says that the tunnel to a partner is down. Answer in the thread of its alert (Globex has strongSwan), and send the message to the partner:',
      `Globex answers with its log, and mends its side once the cause is known. Or drop the log yourself: ${partnerLog}`,
      'A button there cuts the line of forty tunnels.',
      'In #lab buttons break paris-lyon, between PAN-OS and a FortiGate, in four ways at either end. Then type /ipsec diagnose paris-lyon.',
      `In another terminal: npx tunnelmedic list --config ${configFile}`,
      `For Prometheus: ${listening}/metrics, with the token in ${tokenFile}`,
      `For Alertmanager, Grafana or PagerDuty: ${listening}/alerts/alertmanager (…/grafana, …/pagerduty), with the secret in ${alertSecret}`,
      `For an assistant (MCP): ${listening}/mcp, with the token in ${assistantToken}`,
      'Ctrl-C ends it.',
      '',
    ].join('\n'),
  );
  return {
    pageUrl: workspace.pageUrl,
    configFile,
    workspace,
    fleet,
    metrics: { url: `${listening}/metrics`, tokenFile },
    alerts: { url: `${listening}/alerts`, tokenFile: alertSecret },
    stores: service.stores,
    monitoring,
    assistants: { url: `${listening}/mcp`, tokenFile: assistantToken },
    async close() {
      await Promise.all([partner.stop(), monitoring.stop()]);
      await service.close();
      hurried?.stop();
      await Promise.all([workspace.stop(), fleet.stop(), rm(folder, { recursive: true, force: true })]);
    },
  };
}

/** @returns the path of a file with a new token. */
async function newToken(folder: string, name: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  return path;
}

/** Sixty times faster, a deadline of a minute is a second. */
const patience = { questionSeconds: 300, diagnoseSeconds: 600 };
const devicePatience = { callMs: 120_000, slowCallMs: 300_000, logMs: 300_000 };

/** The time is the demo's, the waiting a person's. */
function pacedByPeople(clock: Clock): Clock {
  return { now: () => clock.now(), sleep: systemClock.sleep };
}

const usualPartnerMs = 15_000;
/** Who tries it does not wait a minute for what happened. */
const usualLookSeconds = 10;
