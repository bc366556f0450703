// The Slack edge of the product: the true Bolt app over a dispatcher, started, watched and drained.

import type { Receiver } from '@slack/bolt';
import type { Dispatcher } from '../commands/dispatcher.js';
import type { Clock } from '../domain/clock.js';
import type { Picture } from '../domain/picture.js';
import type { Problem } from '../domain/problem.js';
import { drawPng } from '../render/plot/index.js';
import type { Listener } from '../support/listener.js';
import type { Logger } from '../support/logger.js';
import { AgentView } from './agentView.js';
import { Answering } from './answer.js';
import { createBolt, listeningOf } from './bolt.js';
import { createBoltLogger } from './boltLogger.js';
import { connectTo } from './connection.js';
import { Delivery } from './delivery.js';
import type { SlackHealth } from './health.js';
import { Home } from './home.js';
import { createHttpReceiver } from './httpReceiver.js';
import { Installation } from './installation.js';
import { listenToAll } from './listen.js';
import { heardIn } from './listenApps.js';
import { openPorts } from './openPorts.js';
import { placeIn } from './place.js';
import type { HeardApps, Parts } from './ports.js';
import { Posting } from './posting.js';
import { ProgressWays } from './progressWays.js';
import { postJson } from './responseUrl.js';
import { Running } from './running.js';
import { ClickGuard, MemorySeenKeys, type SeenKeys } from './seen.js';
import { SendQueue } from './sendQueue.js';
import type { SlackSettings } from './settings.js';
import { SocketReceiver } from './socketReceiver.js';
import { Speaker } from './speaker.js';
import { type IncidentParts, Incidents } from './threads/index.js';
import { timedReceiver } from './timedReceiver.js';
import { refusedOver, requireSecrets } from './tokens.js';
import { createSlackWeb } from './web.js';

export { slackChecks } from './checks.js';
export { createGroups } from './groups.js';
export { healthRoutes, healthService, type SlackHealth } from './health.js';
export { createPeople } from './people.js';

export type { HeardApps } from './ports.js';
export type { SeenKeys } from './seen.js';
export { type SlackSecretName, type SlackSettings, slackSettings } from './settings.js';
export { type IncidentParts, type IncidentStores, usualTimes } from './threads/index.js';

export interface SlackAppParts {
  readonly settings: SlackSettings;
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Shared by several replicas when it is a table; in memory when left out. */
  readonly seen?: () => Promise<SeenKeys>;
  /** Messages of other apps that matter; without it none does. */
  readonly apps?: HeardApps | null;
  /** Without it incidents are answered like any other command, and nothing is kept. */
  readonly incidents?: IncidentParts;
  /** A picture as PNG, drawn beside the event loop; here when left out. */
  readonly drawPng?: (picture: Picture) => Promise<Buffer | null>;
  /** Told how many seconds Slack waited for each acknowledgement. */
  readonly onAcknowledged?: (seconds: number) => void;
  /** Told when Slack refuses a token at the start, which trying again does not change. */
  readonly onRefused?: (problem: Problem) => void;
}

export interface SlackApp {
  /** Listens or begins to connect. Slack being away is no failure; a port that is taken, or a missing secret, is. */
  start(): Promise<void>;
  /** Takes nothing new, waits for what runs and for what is to be sent, at most `drainTimeoutMs`, then closes. */
  stop(): Promise<void>;
  health(): SlackHealth;
  /** Where Slack calls us, null in socket mode or before `start`. */
  readonly httpPort: number | null;
  readonly healthPort: number | null;
}

/** Commands being answered at the same time; more wait, acknowledged. */
const AT_A_TIME = 50;

export function createSlackApp(given: SlackAppParts): SlackApp {
  const { settings, dispatcher, clock, logger, apps = null } = given;
  requireSecrets(settings);
  const refused = refusedOver(given.onRefused);
  const boltLogger = createBoltLogger(logger);
  const web = createSlackWeb(settings, boltLogger);
  const queue = new SendQueue({ clock, logger, limits: settings.queue });
  const posting = new Posting({ web, queue, logger, planBlocks: settings.planBlocks });
  const toUrl = postJson(settings.proxy);
  const speaker = new Speaker({ web, queue, posting, clock, settings, postJson: toUrl });
  const delivery = new Delivery({
    speaker,
    clock,
    logger,
    drawPng: given.drawPng ?? (async (picture) => drawPng(picture)),
  });
  const { commandTimeoutMs } = settings;
  const installation = new Installation();
  const incidents = given.incidents
    ? new Incidents({
        incidents: given.incidents,
        commands: dispatcher.commands,
        web,
        posting,
        clock,
        logger,
        isHeard: (event) => heardIn(event, parts) !== null,
        tell: (body, said) => tell(body, said),
      })
    : null;
  const agent = new AgentView({ web, logger });
  const ways = new ProgressWays({ web, queue, speaker, agent, logger, teamId: () => installation.teamId });
  const onError = (error: unknown) => logger.error({ error }, 'a listener failed');
  const parts: Parts = {
    dispatcher,
    answering: new Answering({
      dispatcher,
      speaker,
      delivery,
      ways,
      agent,
      clock,
      logger,
      commandTimeoutMs,
      incidents,
    }),
    agent,
    home: new Home({ dispatcher, web, queue, commandTimeoutMs }),
    web,
    queue,
    running: new Running({
      clock,
      atATime: AT_A_TIME,
      onError,
      onBegin: () => incidents?.kept.begun() ?? (() => undefined),
    }),
    seen: seenOf(given, incidents),
    incidents,
    apps,
    isOurs: (ids) => installation.isOneOfUs(ids),
    settings,
    clicks: new ClickGuard(clock),
    clock,
    logger,
  };
  const tell = (body: unknown, sentence: string): void => {
    const place = placeIn(body);
    if (place) parts.running.start(() => parts.answering.say(place, sentence));
  };
  let identity: { botId?: string; botUserId?: string } = {};
  const isForeign = (body: unknown) => installation.isForeign(body);
  const socket =
    settings.mode === 'socket'
      ? makeSocket(given, isForeign, (error) => refused('app-level token', error))
      : null;
  const http =
    settings.mode === 'http' ? createHttpReceiver({ settings, logger: boltLogger, clock, isForeign }) : null;
  const bare = (socket ?? http) as Receiver;
  const inner = given.onAcknowledged ? timedReceiver(bare, clock, given.onAcknowledged) : bare;
  const receiver = incidents?.kept.receiver(inner) ?? inner;
  const bolt = createBolt({ settings, receiver, logger: boltLogger, identity: () => identity, onError });
  listenToAll(listeningOf(bolt), parts);
  let stopping = false;
  let httpPort: number | null = null;
  let healthServer: Listener | null = null;

  const health = (): SlackHealth => ({
    ready: !stopping && (socket === null ? httpPort !== null : socket.state.connected),
    mode: settings.mode,
    stopping,
    helloAt: socket?.state.helloAt ?? null,
    running: parts.running.count,
    waiting: queue.waiting,
  });

  return {
    async start() {
      ({ healthServer, httpPort } = await openPorts({ settings, http, health, onError }));
      await socket?.start();
      incidents?.start();
      void queue
        .send('identity', 'auth.test', () => web.whoAmI())
        .then((me) => {
          identity = me;
          installation.learn(me);
        })
        .catch((error: unknown) => {
          if (!refused('bot token', error)) logger.error({ error }, 'Slack does not tell who the bot is');
        });
    },
    async stop() {
      if (stopping) return;
      stopping = true;
      const begun = clock.now().getTime();
      const left = () => Math.max(0, settings.drainTimeoutMs - (clock.now().getTime() - begun));
      const closed = socket === null ? closeHttp() : socket.stop();
      const inTime = await parts.running.drain(left());
      if (!inTime) logger.warn({ running: parts.running.count }, 'stopped before every answer was given');
      await incidents?.stop();
      const sent = new AbortController();
      const late = clock.sleep(inTime ? left() : 500, sent.signal).catch(() => undefined);
      await Promise.race([queue.idle(), late]);
      sent.abort();
      queue.close();
      await closed;
      await healthServer?.stop();
    },
    health,
    get httpPort() {
      return httpPort;
    },
    get healthPort() {
      return healthServer?.port ?? null;
    },
  };

  async function closeHttp(): Promise<void> {
    if (httpPort === null) return;
    httpPort = null;
    await http?.stop();
  }
}

function seenOf({ seen, clock }: SlackAppParts, incidents: Incidents | null): SeenKeys {
  if (seen === undefined) return new MemorySeenKeys(clock);
  return incidents?.kept.seen(seen) ?? { claim: async (key, at) => await (await seen()).claim(key, at) };
}

function makeSocket(
  given: SlackAppParts,
  isForeign: (body: unknown) => boolean,
  onRefused: (error: unknown) => boolean,
): SocketReceiver {
  const { settings, clock, logger } = given;
  const onOdd = () => logger.warn('an envelope could not be read');
  const connect = connectTo(settings, createBoltLogger(logger), onOdd);
  const { helloTimeoutMs } = settings;
  return new SocketReceiver({ connect, clock, logger, helloTimeoutMs, isForeign, onRefused });
}
