// The assistants that the settings name, at the listener of the service: each asks with the rights of a person, through the same dispatch.

import type { Settings } from '../config/settings.js';
import type { Clock } from '../domain/clock.js';
import { assistantRoutes } from '../mcp/http.js';
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
  readonly clock: Clock;
  readonly log: Logger;
}

export function assistantsOver({ settings, wired, clock, log }: AssistantsParts): readonly Route[] {
  const limiter = new KeyedLimiter(mostAtOnce);
  return assistantRoutes(
    {
      declarations: toolDeclarations,
      version: ownVersion(),
      clock,
      zone: settings.timeZone,
      onFault: (error, where) => log.error({ error, where }, 'a question of an assistant failed'),
    },
    settings.assistants.map(({ name, token, as, channel }) => ({
      name,
      token,
      ask: (question) =>
        limiter.run(name, async () => {
          question.signal.throwIfAborted();
          const { words, attachments, signal, onProgress } = question;
          const asker = { id: as, name, channel, via: 'assistant' as const };
          return (
            (await analyzedOf(question, wired.longWork)) ??
            (await wired.dispatcher.execute(words, { asker, attachments, signal, onProgress }))
          );
        }),
    })),
  );
}
