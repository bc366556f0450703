// The questions of `init`, each with what it is for; what was answered is tried as `doctor` does, before anything is written.

import '../support/plainZod.js';
import { access, constants } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { slackGroup } from '../app/installation.js';
import { deviceEvidenceChecks } from '../checks/deviceEvidence.js';
import { runChecks } from '../checks/run.js';
import type { Environment } from '../config/environment.js';
import { readSettings, settingsPath } from '../config/settings.js';
import type { CheckGroup, CheckResult } from '../domain/check.js';
import { Problem } from '../domain/problem.js';
import { neutralized } from '../render/plainText.js';
import { systemClock } from '../support/clock.js';
import { readSmallFile, replaceFile, writeTrouble } from '../support/files.js';
import { type LineReader, readLines } from '../support/lineReader.js';
import { createLogger } from '../support/logger.js';
import { vendors } from '../vendors/registry.js';
import type { SetupQuestion } from '../vendors/vendor.js';
import { type NewDevice, type NewSlack, newConfiguration, withDevice } from './initText.js';

export interface InitFrame {
  readonly config: string | null;
  readonly environment: Environment;
  readonly input: Readable;
  readonly say: (text: string) => void;
  readonly signal: AbortSignal;
}

/** @returns what is told at the end. @throws Problem when the input ends early; then nothing was written. */
export async function initialize(frame: InitFrame): Promise<string> {
  const file = settingsPath(frame.config, frame.environment);
  const existing = await readExisting(file, frame);
  // Before anybody answers ten questions in vain.
  await orUnwritable(file, access(dirname(file), constants.W_OK));
  const reader = readLines(frame.input, frame.say, frame.signal);
  try {
    const walk = new Walk(frame, reader, file);
    frame.say(whereSecretsAre);
    const device = await walk.device(existing);
    const slack = existing === null ? await walk.slack(device) : null;
    const text = existing === null ? newConfiguration(device, slack) : withDevice(existing.text, device);
    await readSettings(text, file, frame.environment);
    await orUnwritable(file, replaceFile(file, text));
    return `${file} is written.\nNext: \`tunnelmedic doctor\`, \`tunnelmedic list\`, \`tunnelmedic start\`, each with --config ${file} when it is not in this folder.\n`;
  } finally {
    reader.close();
  }
}

interface Existing {
  readonly text: string;
  /** The names of its devices. */
  readonly devices: readonly string[];
}

/** Null when there is none yet. @throws Problem for one that cannot be read: it is not written over. */
async function readExisting(file: string, { environment }: InitFrame): Promise<Existing | null> {
  const read = await readSmallFile(file);
  if (!read.ok && read.why === 'missing') return null;
  if (!read.ok) throw new Problem('config-unreadable', { file, detail: 'it is there, and cannot be read' });
  const { devices } = await readSettings(read.text, file, environment);
  return { text: read.text, devices: devices.map(({ name }) => name) };
}

async function orUnwritable(file: string, writing: Promise<void>): Promise<void> {
  await writing.catch((error: unknown) => {
    throw new Problem('config-unwritable', { file, detail: writeTrouble(error) });
  });
}

const whereSecretsAre = `A secret is never typed here, only where it is: NAME of an environment variable, the path of a file,
\`credential NAME\` of systemd, or \`command PROGRAM ARGUMENT …\`, which prints it.
`;

class Walk {
  constructor(
    private readonly frame: InitFrame,
    private readonly reader: LineReader,
    private readonly file: string,
  ) {}

  async device(existing: Existing | null): Promise<NewDevice> {
    const names = vendors.map(({ name }) => name);
    const vendorName = await this.#choice(`Which kind of device? [${names.join(', ')}] `, names);
    const vendor = vendors.find(({ name }) => name === vendorName) ?? vendors[0];
    for (;;) {
      const name = await this.#text('What do people call it, for example fw-paris? ');
      if (existing?.devices.includes(name)) {
        this.frame.say(
          `${neutralized(name)} stands in ${this.file} already, and stays as it is. Name another one.\n`,
        );
        continue;
      }
      const settings: Record<string, unknown> = { vendor: vendor.name };
      for (const question of vendor.setup) {
        if (question.unless !== undefined && settings[question.unless] !== undefined) continue;
        const answer = await this.#answer(question);
        if (answer !== null) settings[question.key] = answer;
      }
      const device = { name, settings };
      const text = existing === null ? newConfiguration(device, null) : withDevice(existing.text, device);
      if (await this.#tried(() => this.#deviceGroup(text, name))) return device;
    }
  }

  /** Null: Slack is left out. */
  async slack(device: NewDevice): Promise<NewSlack | null> {
    const why = 'Without Slack, commands are asked on the terminal. ';
    for (;;) {
      const bot = await this.#reference(
        `${why}Where is Slack's bot token (xoxb-)? Enter for no Slack: `,
        true,
      );
      if (bot === null) return null;
      const app = await this.#reference('And the app-level token (xapp-)? ', false);
      const apiUrl = await this.#line(
        'Enter for slack.com, or the address of another Slack, such as https://slack-gov.com/api/: ',
        true,
      );
      const slack = { ...(apiUrl === null ? {} : { apiUrl }), botToken: bot, appToken: app ?? {} };
      if (await this.#tried(() => this.#slackGroup(newConfiguration(device, slack)))) return slack;
    }
  }

  /** True when it is well, or kept although it is not. */
  async #tried(
    group: () => Promise<{ readonly group: CheckGroup; readonly close: () => Promise<void> }>,
  ): Promise<boolean> {
    const { say } = this.frame;
    try {
      const { group: checks, close } = await group();
      try {
        const results = await runChecks([checks], {
          clock: systemClock,
          signal: this.frame.signal,
          onProgress: () => undefined,
          onFault: (error) => createLogger('error').error({ error }, 'a check failed'),
        });
        for (const result of results) say(`${shown(result)}\n`);
        if (!results.some(({ state }) => state === 'failed')) return true;
      } finally {
        await close();
      }
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      say(`${neutralized(`${error.message} ${error.remedy}`)}\n`);
    }
    const kept = await this.#choice('Answer again, or keep it as it is? [again, keep] ', ['again', 'keep']);
    return kept === 'keep';
  }

  async #deviceGroup(text: string, name: string) {
    const settings = await readSettings(text, this.file, this.frame.environment);
    const device = settings.devices
      .find((one) => one.name === name)
      ?.connect({ clock: systemClock, longRunning: false });
    if (!device) throw new Problem('unknown-device', { name, devices: '' });
    const { checks, open } = device.checks();
    const evidence = deviceEvidenceChecks({ device, clock: systemClock, declared: [], needs: open });
    return { group: { name, checks: [...checks, ...evidence] }, close: () => device.close() };
  }

  async #slackGroup(text: string) {
    const settings = await readSettings(text, this.file, this.frame.environment);
    const group = await slackGroup({
      settings,
      slack: null,
      clock: systemClock,
      log: createLogger('error'),
    });
    return { group, close: async () => undefined };
  }

  async #answer({ kind, question, ...rest }: SetupQuestion): Promise<unknown> {
    const optional = rest.optional === true;
    if (kind === 'secret') return await this.#reference(`${question} `, optional);
    return await this.#line(`${question} `, optional);
  }

  async #reference(question: string, optional: boolean): Promise<object | null> {
    const typed = await this.#line(question, optional);
    return typed === null ? null : referenceIn(typed);
  }

  async #text(question: string): Promise<string> {
    return (await this.#line(question, false)) ?? '';
  }

  async #choice(question: string, choices: readonly string[]): Promise<string> {
    for (;;) {
      const typed = await this.#text(question);
      const found = choices.find((one) => one === typed.toLowerCase());
      if (found) return found;
      this.frame.say(`It is one of: ${choices.join(', ')}.\n`);
    }
  }

  /** Null for Enter, where it may be left out. @throws Problem when the input is over. */
  async #line(question: string, optional: boolean): Promise<string | null> {
    for (;;) {
      const typed = await this.reader.ask(question);
      if (typed === null)
        throw new Problem('usage', {
          detail: 'The input ended before every question was answered; nothing was written.',
          help: 'tunnelmedic init --help',
        });
      if (typed !== '') return typed;
      if (optional) return null;
    }
  }
}

/** As `whereSecretsAre` says it; blanks in an argument stand in double quotes. */
function referenceIn(typed: string): object {
  if (/^[A-Z_][A-Z0-9_]*$/.test(typed)) return { env: typed };
  const [kind, ...words] = [...typed.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare);
  if (kind === 'credential' && words.length === 1) return { credential: words[0] };
  if (kind === 'command' && words.length > 0) return { command: words };
  return { file: typed };
}

const signs = { ok: '+', warning: '!', failed: 'x', skipped: '-' } as const;

function shown({ state, what, says, remedy }: CheckResult): string {
  const advice = remedy === null || state === 'ok' ? '' : ` ${remedy}`;
  return neutralized(`${signs[state]} ${what}: ${says}${advice}`);
}
