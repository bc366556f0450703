// The assistants that the settings name, at the listener of the service: each asks with the rights of a person, through the same dispatch.

import type { Settings } from '../config/settings.js';
import { channelId, userId } from '../config/slackIds.js';
import type { Clock } from '../domain/clock.js';
import { assistantRoutes } from '../mcp/http.js';
import type { AskTool } from '../mcp/server.js';
import { KeyedLimiter } from '../support/limiter.js';
import type { Route } from '../support/listener.js';
import type { Logger } from '../support/logger.js';
import { ownVersion } from '../support/ownFiles.js';
import { analyzedOf, toolDeclarations } from './toolQuestions.js';
import type { Wired } from './wiring.js';

/** Questions of one assistant at the same time; further ones wait. */
const mostAtOnce = 8;

export interface AssistantsParts {
  readonly settings: Pick<Settings, 'assistants' | 'timeZone'>;
  readonly wired: Pick<Wired, 'dispatcher' | 'longWork'>;
  /** Of what was signed for one request; asked only where an assistant signs. */
  readonly claim: (key: string, at: string) => Promise<boolean>;
  readonly clock: Clock;
  readonly log: Logger;
}

export function assistantsOver({ settings, wired, claim, clock, log }: AssistantsParts): readonly Route[] {
  const limiter = new KeyedLimiter(mostAtOnce);
  const askingAs =
    (name: string, id: string, channel: string | null): AskTool =>
    (question) =>
      limiter.run(name, async () => {
        question.signal.throwIfAborted();
        const { words, attachments, signal, onProgress } = question;
        const asker = { id, name, channel, via: 'assistant' as const };
        return (
          (await analyzedOf(question, wired.longWork)) ??
          (await wired.dispatcher.execute(words, { asker, attachments, signal, onProgress }))
        );
      });
  const { assistants } = settings;
  return assistantRoutes(
    {
      declarations: toolDeclarations,
      version: ownVersion(),
      clock,
      zone: settings.timeZone,
      onFault: (error, where) => log.error({ error, where }, 'a question of an assistant failed'),
    },
    assistants.flatMap(({ name, secret, as, channel }) =>
      as === null ? [] : [{ name, token: secret, ask: askingAs(name, as, channel) }],
    ),
    assistants
      .filter(({ as }) => as === null)
      .map(({ name, secret, channel: usual }) => ({
        name,
        secret,
        claim,
        askAs({ person, channel }) {
          const where = channel ?? usual;
          const isKnown = isIn(userId, person) && (where === null || isIn(channelId, where));
          return isKnown ? askingAs(name, person, where) : null;
        },
      })),
  );
}

function isIn(ids: typeof userId, id: string): boolean {
  return ids.safeParse(id).success;
}
