// `mute`: nobody is told of a tunnel for a while, which is still looked at; `unmute` ends that before its time.

import { createHash } from 'node:crypto';
import { type Command, type CommandRequest, optionValue } from '../../commands/command.js';
import { type CommandForm, type CommandWords, type Declaration, plain } from '../../commands/declaration.js';
import { sentence } from '../../commands/sentence.js';
import { type KeepingParts, personOf } from '../../commands/stores.js';
import { readUntil } from '../../commands/timeRange.js';
import { tunnelOfWords } from '../../commands/tunnelWord.js';
import { clean } from '../../commands/typed.js';
import { usage } from '../../commands/words.js';
import { commandNames, helpLine } from '../../domain/commandLine.js';
import type { Report } from '../../domain/report.js';
import { muteAnswer, unmuteAnswer } from './schema.js';

const muteForm: CommandForm = {
  title: 'Mute',
  inputs: [
    {
      name: 'until',
      label: 'For how long, or until when?',
      kind: 'line',
      hint: '2h, 06:00 or 2026-03-01 06:00',
    },
    { name: 'because', label: 'Why?', kind: 'line' },
  ],
};

export const muteDeclaration: Declaration = {
  ...plain,
  name: commandNames.mute,
  words: 'TUNNEL for 2h because WHY',
  positionals: { least: 1, most: 200 },
  options: [
    { name: 'until', type: 'text', value: 'TIME', summary: 'for how long, or until when', carried: true },
    { name: 'because', type: 'text', value: 'WHY', summary: 'why, for the next shift', carried: true },
  ],
  summary:
    'Nobody is told of a tunnel for a while; it is still looked at, and what is still wrong at the end is told then.',
  examples: [
    'mute paris-hq for 2h because the provider works on the line',
    'mute paris-hq until 06:00 because of the upgrade',
  ],
  store: true,
  right: 'triage',
  kept: true,
  about: 'tunnel',
  form: muteForm,
  answer: muteAnswer,
};

export const unmuteDeclaration: Declaration = {
  ...plain,
  name: commandNames.unmute,
  words: 'TUNNEL',
  positionals: { least: 1, most: 20 },
  options: [],
  summary: 'Ends a mute before its time.',
  examples: ['unmute paris-hq'],
  store: true,
  right: 'triage',
  kept: true,
  about: 'tunnel',
  answer: unmuteAnswer,
};

const longestMs = 30 * 24 * 3_600_000;

export function muteCommand(parts: KeepingParts): Command {
  const nameOf = tunnelOfWords(parts);
  const named = (request: CommandRequest) => nameOf({ ...request, words: readMute(request.words).tunnel });
  return {
    declaration: muteDeclaration,
    tunnelsOf: async (request) => [await named(request)],
    run: async (request) => await mute(parts, request, await named(request)),
  };
}

async function mute(parts: KeepingParts, request: CommandRequest, tunnel: string): Promise<Report> {
  const { time, why } = readMute(request.words);
  const now = parts.clock.now();
  const help = helpLine(commandNames.mute);
  if (time === null) throw usage(`For how long is ${tunnel} muted? Say \`for 2h\` or \`until 06:00\``, help);
  if (why === '')
    throw usage(`Why is ${tunnel} muted? Say it behind \`because\`; the next shift reads it`, help);
  const until = readUntil(time, now, parts.zone);
  if (until === null)
    throw usage(
      `"${time.slice(0, 40)}" is no time; write \`for 2h\`, \`until 06:00\` or \`until 2026-03-01 06:00\``,
      help,
    );
  const lasts = Date.parse(until) - now.getTime();
  if (lasts <= 0) throw usage(`The mute would end in the past, at ${until}`, help);
  if (lasts > longestMs)
    throw usage('A mute lasts at most 30 days; to leave a tunnel out for good, unwatch it', help);
  // Made from the key: the same click twice is the same mute.
  const id = `mute-${createHash('sha256').update(request.key).digest('hex').slice(0, 8)}`;
  const { watch } = await parts.stores();
  await watch.mute({ id, tunnel, by: personOf(request), from: now.toISOString(), until, why });
  return sentence({
    kind: 'mute',
    title: `${tunnel} is muted`,
    text: [
      'Nobody is told of it until ',
      { at: until, as: 'date-time' },
      `: ${why}. It is still looked at; what is wrong then is told then.`,
    ],
    json: { tunnel, until, why },
    changed: true,
  });
}

interface MuteWords {
  /** The words of its name alone. */
  readonly tunnel: CommandWords;
  readonly time: string | null;
  readonly why: string;
}

/** `TUNNEL for 2h because …`, `TUNNEL until 06:00 because …`; a form fills the options instead. */
function readMute({ positionals, options }: CommandWords): MuteWords {
  const words = { positionals, options };
  const at = positionals.findIndex((word, index) => index > 0 && /^(?:for|until)$/i.test(word));
  const rest = at < 0 ? [] : positionals.slice(at + 1);
  const because = rest.findIndex((word) => /^because$/i.test(word));
  const time = (because < 0 ? rest : rest.slice(0, because)).join(' ');
  const why = because < 0 ? '' : rest.slice(because + 1).join(' ');
  return {
    tunnel: { positionals: at < 0 ? positionals : positionals.slice(0, at), options },
    time: optionValue(words, 'until')?.replace(/^(?:for|until)\s+/i, '') ?? (time === '' ? null : time),
    why: clean(optionValue(words, 'because') ?? why, 300),
  };
}

export function unmuteCommand(parts: KeepingParts): Command {
  const nameOf = tunnelOfWords(parts);
  return {
    declaration: unmuteDeclaration,
    tunnelsOf: async (request) => [await nameOf(request)],
    async run(request) {
      const tunnel = await nameOf(request);
      const { watch } = await parts.stores();
      const ended = await watch.unmute(tunnel, parts.clock.now().toISOString());
      const isEnded = ended.length > 0;
      return sentence({
        kind: 'mute',
        title: isEnded ? `${tunnel} is not muted any more` : `${tunnel} was not muted`,
        text: isEnded
          ? 'Its changes are told again; what is wrong now is told at the next look.'
          : 'Nothing was changed.',
        json: { tunnel, ended: isEnded },
        changed: isEnded,
      });
    },
  };
}
