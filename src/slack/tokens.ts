// Slack's tokens: of which kind each is, and what Slack's refusal of one means for whoever set it.

import { Problem } from '../domain/problem.js';
import { SlackRefusal } from './failure.js';
import type { SlackSettings } from './settings.js';

export type TokenName = 'bot token' | 'app-level token';

export interface TokenTrouble {
  /** A sentence without its full stop. */
  readonly says: string;
  readonly remedy: string;
}

const places: Readonly<Record<TokenName, string>> = {
  'bot token': 'It begins with xoxb- and stands at api.slack.com/apps under OAuth & Permissions.',
  'app-level token':
    'It begins with xapp- and is made at api.slack.com/apps under Basic Information > App-Level Tokens, with the scope connections:write.',
};

/** The first part of a token. Source: docs.slack.dev/authentication/tokens. */
const kinds: readonly (readonly [begin: RegExp, kind: string])[] = [
  [/^(xoxe\.)?xoxb-/, 'bot token'],
  [/^xapp-/, 'app-level token'],
  [/^(xoxe\.)?xoxp-/, 'user token'],
  [/^xoxe-/, 'refresh token'],
  [/^xox/, 'token of another kind'],
];

function kindOf(token: string): string | null {
  return kinds.find(([begin]) => begin.test(token))?.[1] ?? null;
}

/** What their beginnings tell, without asking Slack; null when nothing speaks against them. */
export function kindTrouble({ mode, botToken, appToken }: SlackSettings): TokenTrouble | null {
  const bot = kindOf(botToken);
  const app = mode === 'socket' && appToken !== null ? kindOf(appToken) : 'app-level token';
  if (bot === 'app-level token' && app === 'bot token')
    return {
      says: "Slack's bot token and app-level token are swapped",
      remedy:
        'Give each the place of the other: the bot token begins with xoxb-, the app-level token with xapp-.',
    };
  if (bot !== null && bot !== 'bot token') return otherKind('bot token', bot);
  return app === null || app === 'app-level token' ? null : otherKind('app-level token', app);
}

function otherKind(name: TokenName, kind: string): TokenTrouble {
  const article = kind === 'app-level token' ? 'an' : 'a';
  return { says: `What is set as Slack's ${name} is ${article} ${kind}`, remedy: places[name] };
}

/** Words by which Slack refuses a token for good. Source: docs.slack.dev/reference/methods/auth.test, apps.connections.open. */
const refusals: Readonly<Record<string, (name: TokenName) => TokenTrouble>> = {
  invalid_auth: (name) => ({
    says: `Slack does not know this ${name}`,
    remedy: `Copy it again. ${places[name]}`,
  }),
  not_authed: (name) => ({ says: `Slack got no ${name}`, remedy: places[name] }),
  not_allowed_token_type: (name) => ({
    says: `What is set as Slack's ${name} is a token of another kind`,
    remedy: places[name],
  }),
  account_inactive: (name) => ({
    says: `The ${name} is of an app or a workspace that was removed`,
    remedy: 'Install the app to the workspace again, and copy its tokens anew.',
  }),
  token_revoked: (name) => ({
    says: `The ${name} was revoked`,
    remedy: 'Install the app to the workspace again, and copy its tokens anew.',
  }),
  token_expired: (name) => ({
    says: `The ${name} has expired`,
    remedy:
      'Switch token rotation off in the settings of the app (the manifest does), and copy its tokens anew.',
  }),
  missing_scope: (name) => ({ says: `The ${name} has not the scope that it needs`, remedy: places[name] }),
  team_access_not_granted: (name) => ({
    says: `The ${name} may not be used in this workspace`,
    remedy: 'Let an administrator of the workspace approve the app.',
  }),
};

/** @param word Slack's error. Null for what says nothing about the token. */
export function refusedToken(name: TokenName, word: string): TokenTrouble | null {
  return refusals[word]?.(name) ?? null;
}

/** @returns whether it was a refusal of the token, which is told then. */
export function refusedOver(tell: ((problem: Problem) => void) | undefined) {
  return (name: TokenName, error: unknown): boolean => {
    const trouble = error instanceof SlackRefusal ? refusedToken(name, error.word) : null;
    if (trouble) tell?.(tokenProblem(trouble));
    return trouble !== null;
  };
}

function tokenProblem({ says, remedy }: TokenTrouble): Problem {
  return new Problem('slack-refused', { detail: says, hint: remedy });
}

/** @throws Problem `secret-missing`, or `slack-refused` for a token of another kind. */
export function requireSecrets(settings: SlackSettings): void {
  const missing = (what: string, hint: string) =>
    new Problem('secret-missing', { what: 'Slack', detail: `${what} is empty`, hint });
  if (settings.botToken === '')
    throw missing('the bot token', 'It begins with xoxb- and stands under OAuth & Permissions.');
  if (settings.mode === 'socket' && !settings.appToken) {
    throw missing(
      'the app-level token',
      'Socket Mode needs it; it begins with xapp- and has the scope connections:write.',
    );
  }
  if (settings.mode === 'http' && !settings.signingSecret) {
    throw missing('the signing secret', 'HTTP mode needs it; it stands under Basic Information.');
  }
  const trouble = kindTrouble(settings);
  if (trouble) throw tokenProblem(trouble);
}
