// The product asked about a lab: the settings, the wiring, the dispatch and the JSON of the command line, without a process for each question.

import { wire } from '../../src/app/wiring.js';
import { readAttachment } from '../../src/cli/terminalWalk.js';
import { readSettings } from '../../src/config/settings.js';
import { Problem } from '../../src/domain/problem.js';
import { ownSignatureSet } from '../../src/logs/signature/set.js';
import { ownPlaybookSet } from '../../src/playbook/folder.js';
import { renderJson } from '../../src/render/json.js';
import { createLogger } from '../../src/support/logger.js';
import { type AskedEnds, configurationFor } from './cli.js';
import type { View } from './fault.js';

// Read before anything is asked: many ask at once here, and whoever reads them keeps all others waiting.
ownPlaybookSet();
ownSignatureSet();

export interface Answer {
  /** What `--json` prints. */
  readonly json: unknown;
  /** How long the answer took, and how often a device was asked for it. */
  readonly seconds: number;
  readonly calls: number;
}

/**
 * Everything is made anew for each question, so nothing comes from a cache.
 * @param logFile what `--file` names.
 * @throws Problem as the command line would print it.
 */
export async function askProduct(
  lab: AskedEnds,
  view: View,
  words: readonly string[],
  logFile?: string,
): Promise<Answer> {
  const settings = await readSettings(configurationFor(lab, view), '/lab/tunnelmedic.yml', {});
  const wired = wire(settings, { log: createLogger('warn') });
  try {
    const began = performance.now();
    const report = await wired.dispatcher.execute(words, {
      asker: { id: 'terminal:lab', name: 'lab', channel: null, via: 'terminal' },
      signal: AbortSignal.timeout(60_000),
      attachments: logFile === undefined ? [] : [await readAttachment(logFile)],
    });
    return {
      json: JSON.parse(renderJson(report)),
      seconds: (performance.now() - began) / 1000,
      calls: wired.desk.callCount(),
    };
  } finally {
    await wired.close();
  }
}

/** No device could be asked, which the command line says with exit code 3. */
export const askedNobody = (error: unknown): boolean => error instanceof Problem && error.exit === 3;
