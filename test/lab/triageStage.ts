// The stage of the lab's triage: the real service over the left daemon alone, Slack's place taken by the workspace, the right end a partner's.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { start } from '../../src/cli/start.js';
import { type Message, startWorkspace, type Workspace } from '../../src/workspace/index.js';
import { manifest } from '../e2e/stage.js';
import { eventually, IncidentThread } from '../e2e/triageStage.js';
import { LEFT_TUNNEL } from './baseSpec.js';
import { type Lab, startLab } from './lab.js';
import { withTraffic } from './recordings.js';
import type { LabSpec } from './spec.js';

/** What people call the tunnel; each end has its own name for it. */
export const TUNNEL = 'partner-globex';
export const OURS = 'left-gateway';
const CHANNEL = 'netops';

/** Both ends' keys are made up for the lab; nobody may ever read one in Slack. */
const keysOf = ({ left, right }: LabSpec) => [...left.keys, ...right.keys].map((key) => key.secret);

export interface LabTriage {
  readonly lab: Lab;
  readonly slack: Workspace;
  readonly thread: IncidentThread;
  /** Types `/ipsec …` in the team's channel. */
  type(text: string, user?: string): Promise<void>;
  /** What everybody sees in the channel, waited for. */
  channelSays(pattern: RegExp): Promise<Message>;
  /** The partner's administrator writes another configuration and loads it. */
  repair(spec: LabSpec): Promise<void>;
  /** The left end tries `times` times, each in a second of its own, as its log cannot tell more; true when the last one came up. */
  attempt(times?: number): Promise<boolean>;
  /** The right daemon's own log, given as people do. */
  giveLog(how: 'file' | 'paste', name?: string): Promise<void>;
  /** While hosts use the tunnel. */
  withTraffic<T>(work: () => Promise<T>): Promise<T>;
  /** Keys of either end in anything that was sent to Slack. */
  leakedKeys(): string[];
  stop(): Promise<void>;
}

export async function openLabTriage(spec: LabSpec, more: Record<string, unknown> = {}): Promise<LabTriage> {
  const lab = await startLab(spec);
  const folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-lab-triage-'));
  const slack = await startWorkspace({ mode: 'socket', manifest });
  const keys = new Set(keysOf(spec));
  const config = join(folder, 'tunnelmedic.yml');
  await writeFile(config, stringify({ ...settingsFor(lab, slack, folder), ...more }));
  const service = await start({
    config,
    environment: { SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken },
    say: () => undefined,
  });
  await eventually(() => slack.socketCount() > 0);
  const thread = new IncidentThread(slack);
  return {
    lab,
    slack,
    thread,
    async type(text, user = 'ana') {
      await slack.typeCommand({ user, channel: CHANNEL, text: `/ipsec ${text}` });
    },
    channelSays: (pattern) =>
      eventually(
        () => slack.messages(CHANNEL).findLast((message) => pattern.test(message.text)),
        `the channel says ${pattern}`,
      ),
    async repair(next) {
      for (const key of keysOf(next)) keys.add(key);
      await lab.right.reload(next.right);
    },
    async attempt(times = 1) {
      let up = false;
      for (let time = 1; time <= times; time += 1) {
        const second = secondNow();
        up = (await lab.left.initiate()).ok;
        if (time < times) await eventually(() => secondNow() > second);
      }
      return up;
    },
    async giveLog(how, name = 'charon.log') {
      const content = await lab.right.log();
      const given = { user: 'mei', channel: CHANNEL, threadTs: thread.head?.ts ?? '' };
      if (how === 'file') await slack.uploadFile({ ...given, name, content });
      else await slack.post({ ...given, text: content });
    },
    withTraffic: (work) => withTraffic(lab, { traffic: ['left'] }, work),
    leakedKeys: () => [...keys].filter((key) => JSON.stringify(slack.calls).includes(key)),
    async stop() {
      await service.close();
      await Promise.all([slack.stop(), lab.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const secondNow = (): number => Math.floor(Date.now() / 1000);

/** The caches stay as they are delivered: whoever diagnoses again must not be told what was. */
function settingsFor({ left }: Lab, slack: Workspace, folder: string): Record<string, unknown> {
  return {
    devices: {
      [OURS]: { vendor: 'strongswan', vici: left.viciUri, log: left.logFile, configFile: left.configFile },
    },
    tunnels: {
      [TUNNEL]: { ends: [{ device: OURS, tunnel: LEFT_TUNNEL }], partner: { name: 'Globex' } },
    },
    slack: { mode: 'socket', apiUrl: slack.apiUrl },
    teams: {
      [CHANNEL]: {
        channel: slack.channels.find((channel) => channel.name === CHANNEL)?.id,
        timeZone: 'UTC',
        shifts: [{ start: '00:00' }, { start: '12:00' }],
      },
    },
    store: { dataFolder: join(folder, 'data') },
    logLevel: 'silent',
    sampleSeconds: 1,
    // These tests count what devices are asked, and say themselves when anybody looks.
    watch: { enabled: false },
  };
}
