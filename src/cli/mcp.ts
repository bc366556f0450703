// `mcp`: an assistant on standard input and output asks what whoever started it may ask.

import '../support/plainZod.js';
import { analyzedOf, toolDeclarations } from '../app/toolQuestions.js';
import { type Wired, type WireOptions, wire } from '../app/wiring.js';
import { loadSettings, type Settings, settingsPath } from '../config/settings.js';
import type { Report } from '../domain/report.js';
import type { AskTool, ToolQuestion } from '../mcp/server.js';
import { converse } from '../mcp/stdio.js';
import { systemClock } from '../support/clock.js';
import { createLogger } from '../support/logger.js';
import { ownVersion } from '../support/ownFiles.js';
import { askedOfService, terminalUser } from './asking.js';
import type { Caller } from './caller.js';
import type { RunningService } from './terminal.js';

export interface AssistantOptions {
  /** The file that was named; null for the usual place. */
  readonly config: string | null;
  readonly caller: Caller;
}

/** @throws Problem for a configuration that cannot be read, before a word is said to the assistant. */
export async function serveAssistant({ config, caller }: AssistantOptions): Promise<RunningService> {
  const { environment } = caller;
  const settings = await loadSettings(settingsPath(config, environment), environment);
  // Standard output belongs to the protocol.
  const log = createLogger(settings.logLevel, caller.stderr);
  const wiring: WireOptions = { log, clock: systemClock };
  const wired = wire(settings, wiring);
  const ask: AskTool = async (question) =>
    (await analyzedOf(question, wired.longWork)) ??
    (await askedOfService(settings, question)) ??
    (question.declaration.store
      ? await askedOnce(settings, wiring, question)
      : await askedOf(wired, question));
  const conversation = converse(
    {
      declarations: toolDeclarations,
      version: ownVersion(),
      clock: systemClock,
      zone: settings.timeZone,
      onFault: (error, tool) => log.error({ error, tool }, 'a question of an assistant failed'),
    },
    ask,
    { input: caller.stdin, output: caller.stdout },
  );
  return {
    ended: conversation.ended,
    async close() {
      await conversation.close();
      await wired.close();
    },
  };
}

async function askedOf({ dispatcher }: Wired, question: ToolQuestion): Promise<Report> {
  const { words, attachments, signal, onProgress } = question;
  return await dispatcher.execute(words, { asker: terminalUser(), attachments, signal, onProgress });
}

/** A conversation may last for days; what is kept is held only for the question, so that a service can be started meanwhile. */
async function askedOnce(settings: Settings, wiring: WireOptions, question: ToolQuestion): Promise<Report> {
  const wired = wire(settings, wiring);
  try {
    return await askedOf(wired, question);
  } finally {
    await wired.close();
  }
}
