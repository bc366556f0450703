// A tunnel examined for its incident: devices asked, what people gave laid over it, and the questions that are worth asking.

import { createHash } from 'node:crypto';
import type { OpenAsk } from '../domain/ask.js';
import type { Given } from '../domain/given.js';
import type { Progress } from '../domain/report.js';
import type { Scrubbed } from '../domain/secrets/index.js';
import type { AimOfStep, StepAim } from '../domain/verdict.js';
import { factsByName } from '../facts/catalogue.js';
import type { AskOptions } from '../fleet/desk.js';
import type { Fleet } from '../fleet/fleet.js';
import type { FleetTunnel } from '../fleet/fleetTunnel.js';
import type { Condition } from '../playbook/condition.js';
import { factsUsed } from '../playbook/factsUsed.js';
import type { Playbook } from '../playbook/playbook.js';
import { rankAsks } from './asks.js';
import { type CollectParts, collect } from './collect.js';
import { collectionProgress } from './collecting.js';
import { concluded, type Examination, examine } from './diagnose.js';
import { besideOurs } from './given/besideOurs.js';
import { laid } from './given/lay.js';
import type { TheirConfig } from './given/theirConfig.js';
import { addressesOf, type GivenReading, type TheirLog } from './given/theirLog.js';
import { inPlace, type LongWork } from './longWork.js';
import { type EvidencePlan, planEvidence } from './plan.js';

export interface Examined {
  readonly tunnel: FleetTunnel;
  readonly examination: Examination;
  /** The questions that matter, the one that decides most first. */
  readonly asks: readonly OpenAsk[];
  /** What a step looks for. */
  readonly aimOf: AimOfStep;
  /** How the given log was read; null when none was given or a device told its own. */
  readonly theirLog: TheirLog | null;
}

export interface Examiner {
  /** @throws Problem when the tunnel is not known; what devices do not tell is in the diagnosis. */
  examine(
    tunnel: string,
    given: Given,
    ask: AskOptions,
    onProgress?: (progress: Progress) => void,
  ): Promise<Examined>;
  /** Reads a log as the other end's, without asking for anything but the configuration. */
  readLog(tunnel: FleetTunnel, text: string, named: string | null): Promise<TheirLog>;
  /** Whether a text is a configuration of a product, and no log. */
  isConfig(text: string): Promise<boolean>;
  /** Reads a configuration as the other end's. */
  readConfig(tunnel: FleetTunnel, text: string, named: string | null): Promise<TheirConfig>;
  /** What somebody sent, without secrets. */
  scrub(text: string): Promise<Scrubbed>;
}

export interface ExaminerParts extends CollectParts {
  readonly fleet: Fleet;
  /** Read when first needed. */
  readonly playbooks: () => readonly Playbook[];
  /** Where logs are read; here when left out. */
  readonly longWork?: LongWork;
}

export function createExaminer(parts: ExaminerParts): Examiner {
  let plan: EvidencePlan | null = null;
  let used: ReadonlySet<string> | null = null;
  const longWork = parts.longWork ?? inPlace;
  const read = rememberedReadings(longWork);
  return {
    readLog: async (tunnel, text, named) =>
      besideOurs(await read(text, tunnel, named), null, parts.clock.now().toISOString()),
    isConfig: (text) => longWork.isConfigText(text),
    readConfig: (tunnel, text, named) => longWork.readGivenConfig(text, tunnel, named),
    scrub: (text) => longWork.scrub(text),
    async examine(name, given, ask, onProgress = () => undefined) {
      const playbooks = parts.playbooks();
      plan ??= planEvidence(playbooks);
      used ??= factsOfConditions(playbooks);
      const tunnel = await parts.fleet.resolve(name, ask);
      const collected = await collect(parts, tunnel, plan, [], ask, collectionProgress(onProgress));
      const { evidence, theirLog } = await laid(collected, tunnel, given, {
        readGivenLog: read,
        readGivenConfig: (...asked) => longWork.readGivenConfig(...asked),
      });
      const examination = examine(evidence, playbooks);
      return {
        tunnel,
        examination,
        asks: rankedAsks(examination, playbooks, used),
        aimOf: aimsOf(playbooks),
        theirLog,
      };
    },
  };
}

const mostReadings = 20;

/** A log is looked at again with every answer; reading it is the dear part, and gives the same each time. */
function rememberedReadings(
  longWork: LongWork,
): (text: string, tunnel: FleetTunnel, named: string | null) => Promise<GivenReading> {
  const readings = new Map<string, Promise<GivenReading>>();
  return (text, tunnel, named) => {
    const around = [tunnel.name, named, tunnel.declared.partner?.vendor, addressesOf(tunnel)];
    const key = createHash('sha256').update(JSON.stringify(around)).update(text).digest('hex');
    const reading = readings.get(key) ?? longWork.readGivenLog(text, tunnel, named);
    readings.delete(key);
    readings.set(key, reading);
    // One that failed is read again when somebody asks again.
    reading.catch(() => readings.delete(key));
    const [oldest] = readings.keys();
    if (readings.size > mostReadings && oldest !== undefined) readings.delete(oldest);
    return reading;
  };
}

function aimsOf(playbooks: readonly Playbook[]): AimOfStep {
  const aims = new Map(
    playbooks.flatMap((playbook) =>
      playbook.steps.flatMap((step): [string, StepAim][] => {
        const cause = step.finding?.cause ?? null;
        if (cause === null) return [];
        return [[`${playbook.id}/${step.id}`, { cause, needsLog: needsLog(step.when) }]];
      }),
    ),
  );
  return ({ playbook, step }) => aims.get(`${playbook}/${step}`) ?? null;
}

/** True when the condition cannot hold without a line in a log. */
function needsLog(condition: Condition | null): boolean {
  if (condition === null || 'any' in condition || 'not' in condition) return false;
  if ('all' in condition) return condition.all.some(needsLog);
  const needs = factsByName.get(condition.fact)?.needs ?? [];
  return needs.length > 0 && needs.every((need) => need.kind === 'log');
}

/** The questions of a diagnosis that matter, each tried with its answers; the one that decides most first. */
export function rankedAsks(
  { diagnosis, evidence, book }: Examination,
  playbooks: readonly Playbook[],
  used: ReadonlySet<string> = factsOfConditions(playbooks),
): readonly OpenAsk[] {
  const imagine = (fact: string, value: string) => {
    const answer = { fact, value, by: 'nobody', at: evidence.collectedAt };
    return concluded({ book }, answer, playbooks);
  };
  return rankAsks(diagnosis, diagnosis.asks ?? [], { imagine, isUsed: (fact) => used.has(fact) });
}

/** Facts that some condition or finding rests on, apart from the question that asks for them. */
function factsOfConditions(playbooks: readonly Playbook[]): ReadonlySet<string> {
  return new Set(
    playbooks.flatMap((playbook) =>
      factsUsed({ ...playbook, steps: playbook.steps.filter((step) => step.ask === null) }),
    ),
  );
}
