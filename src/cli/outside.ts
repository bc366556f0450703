// What a command of the terminal may reach outside of itself. What it does not need is not loaded: a question should be answered at once.

import { systemClock } from '../support/clock.js';
import type { Caller } from './caller.js';
import { completableOf } from './completion/completable.js';
import { optionsOf } from './entry.js';
import type { Outline, Outside } from './terminal.js';

export function outsideOf(outlines: readonly Outline[], caller: Caller): Outside {
  const { environment, stdin, stdout, signal } = caller;
  const toStdout = (text: string): void => void stdout.write(text);
  const toStderr = (text: string): void => void caller.stderr.write(text);
  return {
    stdin,
    signal,
    completable: () => outlines.map((one) => completableOf(one, optionsOf(one))),
    tunnelNames: async (config) => (await import('./knownNames.js')).knownNames(config, environment),
    askPassword: async (question) => {
      const { askHidden } = await import('../support/ask.js');
      return await askHidden(question, stdin, toStderr, signal);
    },
    obtain: async (request) => {
      const { obtainApiKey } = await import('../vendors/panos/index.js');
      return await obtainApiKey({ ...request, signal, clock: systemClock });
    },
    startDemo: async (demo) => (await import('../demo/demo.js')).startDemo({ ...demo, say: toStdout }),
    startService: async (config) =>
      (await import('./start.js')).start({ config, environment, say: toStdout }),
    initialize: async (config) =>
      (await import('./initWalk.js')).initialize({
        config,
        environment,
        input: stdin,
        say: toStderr,
        signal,
      }),
    serveAssistant: async (config) => (await import('./mcp.js')).serveAssistant({ config, caller }),
    moveStore: async (move) =>
      (await import('./moveStore.js')).moveStore(move, { environment, signal, stdin, stdout, say: toStderr }),
  };
}
