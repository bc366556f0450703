// `diagnose TUNNEL`: why it is broken, on what evidence, and who has to change what.

import { type Command, type CommandParts, isOn, optionValue } from '../../commands/command.js';
import { type CommandWords, type Declaration, plain } from '../../commands/declaration.js';
import type { Asker } from '../../commands/dispatcher.js';
import { judgingOf } from '../../commands/judging.js';
import { tunnelNamed, tunnelWord } from '../../commands/tunnelWord.js';
import { type CollectParts, collect } from '../../diagnosis/collect.js';
import { collectionProgress } from '../../diagnosis/collecting.js';
import { type Examination, examine } from '../../diagnosis/diagnose.js';
import { rankedAsks } from '../../diagnosis/examiner.js';
import type { LongWork } from '../../diagnosis/longWork.js';
import { type EvidencePlan, planEvidence } from '../../diagnosis/plan.js';
import { notKnown } from '../../domain/ask.js';
import { commandNames, helpLine, type LineOptions } from '../../domain/commandLine.js';
import type { Answer, TunnelEvidence } from '../../domain/evidence.js';
import { notAnswered, tellingAnswers } from '../../domain/given.js';
import { Problem } from '../../domain/problem.js';
import type { Verdict } from '../../domain/verdict.js';
import { parseValue } from '../../facts/book.js';
import { factsByName } from '../../facts/catalogue.js';
import type { Playbook } from '../../playbook/playbook.js';
import { closeMatches } from '../../support/textDistance.js';
import type { WatchReading } from '../../watch/store.js';
import { NewestExaminations } from './newest.js';
import { composeDiagnosis, detailsOption } from './report.js';
import { briefly, diagnoseAnswer } from './schema.js';
import { withFiles } from './withFiles.js';

interface DiagnoseParts extends CommandParts, CollectParts {
  /** Read when first needed. */
  readonly playbooks: () => readonly Playbook[];
  /** Keeps a verdict that names a cause, so that people can say what became of it; null where nothing is kept. */
  readonly keepVerdict?: (tunnel: string, verdict: Verdict) => Promise<string | null>;
  /** What the watch knows, when its store is open already: a diagnosis never waits for a database. */
  readonly openedWatch: () => Pick<WatchReading, 'state'> | null;
  /** Where a log that came along is read; here when left out. */
  readonly longWork?: LongWork;
}

export const diagnoseDeclaration: Declaration = {
  ...plain,
  name: commandNames.diagnose,
  words: 'TUNNEL',
  positionals: { least: 1, most: 20 },
  options: [
    {
      name: detailsOption,
      type: 'switch',
      summary: 'everything that was looked at; the newest diagnosis is told again when it is young',
    },
    { name: 'playbook', type: 'text', value: 'ID', summary: 'walks this playbook only, with what it calls' },
    {
      name: 'answer',
      type: 'fact',
      value: 'FACT=VALUE',
      summary: 'what a person knows; fills a fact that no device tells',
      many: true,
    },
  ],
  summary: 'Why a tunnel is broken, on what evidence, and who has to change what.',
  examples: ['diagnose paris-hq', 'diagnose paris-hq --answer peer.vendor=fortios'],
  right: 'read',
  about: 'tunnel',
  takesFile: 'the log or the configuration of the other end',
  takesConfig: 'the configuration of the other end, as its product prints it',
  slow: true,
  doors: { check: [] },
  answer: diagnoseAnswer,
  tool: {
    name: 'diagnose',
    summary:
      'Why a tunnel is broken, on what evidence, and who has to change what. `steps` are the checks that found something or stayed unclear; with `details` all of them.',
    brief: briefly,
  },
};

export function diagnoseCommand(parts: DiagnoseParts): Command {
  let plan: EvidencePlan | null = null;
  const newest = new NewestExaminations(parts.clock);
  return {
    declaration: diagnoseDeclaration,
    tunnelsOf: tunnelNamed(parts),
    async run({ words, asker, ask, onProgress, attachments }) {
      const details = isOn(words, detailsOption);
      // In a conversation the short form stands there already; elsewhere all is shown at once.
      const form = !details ? 'short' : asker.via === 'chat' ? 'rest' : 'whole';
      const answers = readAnswers(words.options.get('answer') ?? [], asker, parts.clock.now());
      const playbook = optionValue(words, 'playbook');
      const playbooks = parts.playbooks();
      plan ??= planEvidence(playbooks);
      if (playbook !== null) requirePlaybook(playbook, playbooks);
      const tunnel = await parts.fleet.resolve(tunnelWord(words), ask);
      const besides = optionsBesides(words);
      const question = JSON.stringify([tunnel.name, besides]);
      const kept = details && attachments.length === 0 ? newest.of(question) : null;
      const watched =
        (await parts
          .openedWatch()
          ?.state(tunnel.name)
          .catch(() => null)) ?? null;
      if (kept !== null) return composeDiagnosis(kept, tunnel.name, form, besides, watched);
      const collected = await collect(
        parts,
        tunnel,
        plan,
        tellingAnswers(answers),
        ask,
        collectionProgress(onProgress),
      );
      const evidence = await withFiles(attachments, tunnel, collected, asker.name, parts.longWork);
      const walked = examine(evidence, playbooks, playbook === null ? {} : { playbook });
      requireAnswer(walked, evidence);
      const asks = notAnswered(rankedAsks(walked, playbooks), answers);
      const examination = { ...walked, diagnosis: { ...walked.diagnosis, asks } };
      const report = composeDiagnosis(examination, tunnel.name, form, besides, watched);
      // What somebody stopped lacks evidence: it is nobody's verdict.
      if (ask.signal.aborted) return report;
      if (attachments.length === 0) newest.keep(question, examination);
      if (form === 'rest') return report;
      const judged = await parts.keepVerdict?.(tunnel.name, examination.diagnosis.verdict);
      return judged ? { ...report, judging: judgingOf(judged) } : report;
    },
  };
}

/** What the same question carries besides asking for all of it. */
function optionsBesides({ options }: CommandWords): LineOptions {
  return Object.fromEntries([...options].filter(([name]) => name !== detailsOption));
}

/** When no device could be asked there is no diagnosis, and the exit code must say so. */
function requireAnswer({ diagnosis }: Examination, { ours, theirs }: TunnelEvidence): void {
  if (diagnosis.verdict.cause !== 'device-unreachable') return;
  // One end that answered is a diagnosis, also when what it comes to is that the other one does not.
  if ([ours, theirs].some(({ readable, config, live }) => readable && (config.known || live.known))) return;
  const said = diagnosis.findings.flatMap((finding) =>
    finding.evidence.map((line) => line.text.replace(/\.$/, '')),
  );
  throw new Problem('no-device', {
    detail: [...new Set(said)].join('; ') || 'none answered',
    hint: 'Check that the device is running, that its management address is reachable, and that the credentials are accepted.',
  });
}

function requirePlaybook(id: string, playbooks: readonly Playbook[]): void {
  const ids = playbooks.map((playbook) => playbook.id);
  if (ids.includes(id)) return;
  const [close] = closeMatches(id, ids, 1);
  const hint = close === undefined ? `There are: ${ids.join(', ')}.` : `Did you mean "${close}"?`;
  throw new Problem('usage', {
    detail: `There is no playbook called "${id.slice(0, 60)}". ${hint}`,
    help: helpLine(commandNames.diagnose),
  });
}

function readAnswers(typed: readonly string[], asker: Asker, now: Date): readonly Answer[] {
  return typed.map((text) => {
    const at = text.indexOf('=');
    const name = text.slice(0, Math.max(0, at)).trim();
    const value = text.slice(at + 1).trim();
    const definition = factsByName.get(name);
    if (at <= 0 || !definition) {
      const [close] = closeMatches(name || text, [...factsByName.keys()], 1);
      const hint = close === undefined ? 'Write FACT=VALUE.' : `Did you mean "${close}"?`;
      throw new Problem('usage', {
        detail: `There is no fact called "${(name || text).slice(0, 60)}". ${hint}`,
        help: helpLine(commandNames.diagnose),
      });
    }
    if (value !== notKnown && parseValue(definition.type, value) === null) {
      const values =
        definition.type.kind === 'choice'
          ? definition.type.values.join(', ')
          : definition.type.kind === 'yes-no'
            ? 'yes, no'
            : `a ${definition.type.kind}`;
      throw new Problem('usage', {
        detail: `"${value.slice(0, 60)}" is not a value of ${name}. It is: ${values}`,
        help: helpLine(commandNames.diagnose),
      });
    }
    return { fact: name, value, by: asker.name, at: now.toISOString() };
  });
}
