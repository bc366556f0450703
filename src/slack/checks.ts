// What is checked of Slack: the kinds of the tokens, the tokens themselves, scopes, channels, and the clock.

import { type Check, type CheckFinding, fails, skips, warns, well } from '../domain/check.js';
import type { Clock } from '../domain/clock.js';
import { durationText } from '../domain/duration.js';
import { Problem } from '../domain/problem.js';
import type { Logger } from '../support/logger.js';
import { SlackRefusal } from './failure.js';
import { neededScopes, scopeServes } from './scopes.js';
import type { SlackSettings } from './settings.js';
import { kindTrouble, refusedToken, type TokenName } from './tokens.js';
import { type BotSeen, createTryout, type Tryout } from './tryout.js';

export interface SlackCheckParts {
  /** Rejects with a Problem when a secret is not there. */
  readonly settings: () => Promise<SlackSettings>;
  /** Whether anything of Slack is set at all: without it commands are asked on the terminal alone. */
  readonly isSet: () => Promise<boolean>;
  /** Channels that the configuration names, each with the setting. */
  readonly channels: readonly { readonly id: string; readonly setting: string }[];
  readonly clock: Clock;
  readonly log: Logger;
}

const tokens = 'Slack: tokens';
const bot = 'Slack: bot token';
/** A signature is refused when it is older, and a socket's ticket runs out. Source: docs.slack.dev/authentication/verifying-requests-from-slack. */
const signatureMs = 5 * 60_000;
const clockWarnsMs = 30_000;

export function slackChecks({ settings, isSet, channels, clock, log }: SlackCheckParts): readonly Check[] {
  let opened: { readonly settings: SlackSettings; readonly tryout: Tryout } | null = null;
  let seen: BotSeen | null = null;
  const open = async () => {
    const found = await settings();
    opened = { settings: found, tryout: createTryout(found, log) };
    return opened;
  };
  const tryout = async (): Promise<Tryout> => (opened ?? (await open())).tryout;
  return [
    {
      what: tokens,
      needs: [],
      async run() {
        if (!(await isSet()))
          return skips(
            'No token of Slack is set: commands are asked on the terminal, and `start` is the demo.',
            'Make the app from manifest.yml, and set its tokens (docs/doctor.md).',
          );
        try {
          return ofKinds((await open()).settings);
        } catch (error) {
          if (error instanceof Problem) return fails(error.message, error.remedy);
          throw error;
        }
      },
    },
    {
      what: bot,
      needs: [tokens],
      run: () =>
        asked('bot token', async () => {
          seen = await (await tryout()).bot();
          return well(`Slack knows it: ${seen.user} in ${seen.team}.`);
        }),
    },
    {
      what: 'Slack: socket',
      needs: [tokens],
      async run() {
        if (opened?.settings.mode === 'http')
          return skips('Slack calls us (mode: http), so no socket is opened and no app-level token needed.');
        return await asked('app-level token', async () => {
          await (await tryout()).socket();
          return well('Slack takes the app-level token and gives an address for a socket.');
        });
      },
    },
    { what: 'Slack: scopes', needs: [bot], run: async () => ofScopes(seen?.scopes ?? null) },
    { what: 'Slack: clock', needs: [bot], run: async () => ofClock(seen?.at ?? null, clock.now()) },
    {
      what: 'Slack: channels',
      needs: [bot],
      run: async () => await ofChannels(channels, await tryout()),
    },
  ];
}

function ofKinds(settings: SlackSettings): CheckFinding {
  const trouble = kindTrouble(settings);
  if (trouble) return fails(`${trouble.says}.`, trouble.remedy);
  return well(
    settings.mode === 'socket'
      ? 'A bot token and an app-level token are set, each of its kind.'
      : 'A bot token and a signing secret are set.',
  );
}

async function asked(name: TokenName, ask: () => Promise<CheckFinding>): Promise<CheckFinding> {
  try {
    return await ask();
  } catch (error) {
    const trouble = error instanceof SlackRefusal ? refusedToken(name, error.word) : null;
    if (trouble) return fails(`${trouble.says}.`, trouble.remedy);
    return fails(
      error instanceof SlackRefusal
        ? `Slack refuses: ${error.word}.`
        : 'Slack cannot be reached, or does not answer.',
      'Check that this machine reaches slack.com over HTTPS, and status.slack.com.',
    );
  }
}

function ofScopes(granted: readonly string[] | null): CheckFinding {
  if (granted === null) return skips('Slack does not tell the scopes of the token.');
  const missing = neededScopes.filter((scope) => !granted.includes(scope));
  if (missing.length === 0) return well(`All ${neededScopes.length} scopes of the manifest are granted.`);
  const lacking = missing.map((scope) => `${scope} (${scopeServes[scope] ?? 'other features'})`);
  return fails(
    `The app has not the ${missing.length === 1 ? 'scope' : 'scopes'} ${lacking.join(', ')}.`,
    'Put manifest.yml into the app again (api.slack.com/apps > App Manifest), and install it to the workspace anew.',
  );
}

function ofClock(theirs: Date | null, ours: Date): CheckFinding {
  if (theirs === null) return skips('Slack does not tell its time.');
  const offsetMs = ours.getTime() - theirs.getTime();
  const off = durationText(Math.abs(offsetMs));
  if (Math.abs(offsetMs) < clockWarnsMs) return well(`Our clock and Slack's agree to ${off}.`);
  const says = `Our clock is ${off} ${offsetMs > 0 ? 'ahead of' : 'behind'} Slack's.`;
  const remedy = 'Let this machine keep time by NTP.';
  return Math.abs(offsetMs) < signatureMs ? warns(says, remedy) : fails(says, remedy);
}

const away = new Set(['not_in_channel', 'channel_not_found']);

async function ofChannels(channels: SlackCheckParts['channels'], { channel }: Tryout): Promise<CheckFinding> {
  if (channels.length === 0) return well('The configuration names no channel.');
  const absent: string[] = [];
  const unknown: string[] = [];
  for (const { id, setting } of channels) {
    try {
      await channel(id);
    } catch (error) {
      const word = error instanceof SlackRefusal ? error.word : 'no answer';
      (away.has(word) ? absent : unknown).push(`${id} (${setting})`);
    }
  }
  if (absent.length > 0)
    return fails(
      `The bot is not in ${absent.join(', ')}.`,
      'Type /invite @tunnelmedic there, or correct the id in the configuration.',
    );
  if (unknown.length > 0)
    return warns(`Slack did not tell whether the bot is in ${unknown.join(', ')}.`, 'Ask again.');
  return well(
    `The bot is in each of the ${channels.length === 1 ? 'channel' : `${channels.length} channels`} that the configuration names.`,
  );
}
