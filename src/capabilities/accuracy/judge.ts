// `judge ID right|wrong`: what a person says of a verdict, kept beside it.

import { type Command, type CommandRequest, optionValue } from '../../commands/command.js';
import { type Declaration, plain } from '../../commands/declaration.js';
import { wasInstead } from '../../commands/judging.js';
import { type KeepingParts, personOf } from '../../commands/stores.js';
import { usage } from '../../commands/words.js';
import { type Cause, causeCodes, causeInfo, isCause } from '../../domain/causes.js';
import { commandNames, helpLine } from '../../domain/commandLine.js';
import { bareReport, type Report } from '../../domain/report.js';
import type { Judgement, ToldVerdict } from '../../incidents/verdicts.js';
import { closeMatches } from '../../support/textDistance.js';
import { judgeAnswer } from './schema.js';

export const judgeDeclaration: Declaration = {
  ...plain,
  name: commandNames.judge,
  words: 'ID right|wrong',
  positionals: { least: 2, most: 2 },
  options: [{ name: 'cause', type: 'text', value: 'CAUSE', summary: 'what it was instead, by its code' }],
  summary: 'Says whether a verdict was right.',
  examples: ['judge v-4f7k2m9x right', 'judge inc-4f7k2m:5 wrong --cause psk-mismatch'],
  right: 'triage',
  kept: true,
  store: true,
  about: 'text',
  form: { title: 'The verdict was wrong', inputs: [wasInstead] },
  answer: judgeAnswer,
};

export function judgeCommand(parts: KeepingParts): Command {
  return {
    declaration: judgeDeclaration,
    async tunnelsOf({ words }) {
      const { verdicts } = await parts.stores();
      const verdict = await verdicts.find(words.positionals[0] ?? '');
      return verdict ? [verdict.tunnel] : [];
    },
    run: (request) => judge(parts, request),
  };
}

async function judge(parts: KeepingParts, request: CommandRequest): Promise<Report> {
  const [id = '', word = ''] = request.words.positionals;
  const right = isRight(word);
  const cause = readCause(optionValue(request.words, 'cause'), right);
  const { verdicts } = await parts.stores();
  const verdict = await verdicts.find(id);
  if (!verdict) {
    throw usage(
      `There is no verdict "${id.slice(0, 60)}", or it is too old to be kept`,
      helpLine(commandNames.judge),
    );
  }
  if (cause === verdict.cause)
    throw usage(`The verdict said ${cause}; say \`right\`, or another cause`, helpLine(commandNames.judge));
  const judgement: Judgement = {
    verdict: verdict.id,
    by: personOf(request),
    at: parts.clock.now().toISOString(),
    right,
    cause,
  };
  await verdicts.judge(judgement);
  return compose(verdict, judgement);
}

function isRight(word: string): boolean {
  const said = word.toLowerCase();
  if (said === 'right' || said === 'wrong') return said === 'right';
  throw usage(
    `A verdict was \`right\` or \`wrong\`, not "${word.slice(0, 40)}"`,
    helpLine(commandNames.judge),
  );
}

function readCause(typed: string | null, right: boolean): Cause | null {
  if (typed === null) return null;
  if (right) throw usage('A verdict that was right has no other cause', helpLine(commandNames.judge));
  const cause = typed.trim();
  if (isCause(cause)) return cause;
  const close = closeMatches(cause, causeCodes, 3);
  const hint = close.length > 0 ? ` Did you mean ${close.join(' or ')}?` : '';
  throw usage(`"${cause.slice(0, 60)}" is no cause.${hint}`, helpLine(commandNames.judge));
}

function compose(verdict: ToldVerdict, { right, cause, by, at }: Judgement): Report {
  const said = causeInfo(verdict.cause).title;
  const was = cause === null ? '' : ` It was: ${causeInfo(cause).title}.`;
  return {
    ...bareReport,
    kind: 'judge',
    tone: 'quiet',
    title: `Noted: ${right ? 'right' : 'wrong'}`,
    summary: [
      { kind: 'paragraph', text: `${verdict.tunnel}: “${said}” was ${right ? 'right' : 'wrong'}.${was}` },
    ],
    audience: 'asker',
    json: {
      schema: 1,
      verdict: verdict.id,
      tunnel: verdict.tunnel,
      said: verdict.cause,
      right,
      cause,
      by,
      at,
    },
  };
}
