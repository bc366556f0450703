// A question of this machine's user to the running service, when it holds what is asked about.

import { userInfo } from 'node:os';
import type { Declaration } from '../commands/declaration.js';
import type { Asker, Attachment } from '../commands/dispatcher.js';
import type { Settings } from '../config/settings.js';
import { Problem } from '../domain/problem.js';
import type { Progress, Report } from '../domain/report.js';
import { askService } from './askService.js';

export interface Asked {
  readonly declaration: Pick<Declaration, 'store' | 'remembered' | 'slow'>;
  readonly words: readonly string[];
  readonly attachments: readonly Attachment[];
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** Null when nothing is kept for it, or no service listens: then this process does it itself. */
export async function askedOfService(settings: Settings, asked: Asked): Promise<Report | null> {
  const { declaration, words, attachments, signal, onProgress } = asked;
  if (!declaration.store && !declaration.remembered) return null;
  if ((await settings.store.databaseUrl()) !== null) return null;
  const seconds = declaration.slow ? settings.diagnoseSeconds : settings.questionSeconds;
  const question = {
    words: [...words],
    user: userInfo().username,
    attachments: attachments.map(({ name, bytes, saidToBe }) => ({
      name,
      base64: Buffer.from(bytes).toString('base64'),
      ...(saidToBe ? { saidToBe } : {}),
    })),
  };
  try {
    return await askService(question, {
      dataFolder: settings.store.dataFolder,
      signal,
      // An act may wait for its turn beside what Slack asks.
      limitMs: (seconds + 30) * 1000,
      onProgress,
    });
  } catch (error) {
    // What the devices tell by themselves needs no service.
    if (!declaration.store && error instanceof Problem && error.code === 'service-silent') return null;
    throw error;
  }
}

/** Whoever is logged in; two people on one machine are two. */
export function terminalUser(): Asker {
  const { username } = userInfo();
  return { id: `terminal:${username}`, name: username, channel: null, via: 'terminal' };
}
