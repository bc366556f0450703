// The command line: words to commands, reports to stdout, everything else to stderr, and the exit codes of CONTRACT.

import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { Command, CommanderError, Option } from 'commander';
import { wire } from '../app/wiring.js';
import type { Asker, Attachment } from '../commands/command.js';
import { processEnvironment, refuseUnsafe, wantsColor } from '../config/environment.js';
import { loadSettings, settingsPath } from '../config/settings.js';
import { Problem } from '../domain/problem.js';
import type { Progress, Report } from '../domain/report.js';
import { removedSentence, secretsIn } from '../domain/secrets/index.js';
import { renderJson } from '../render/json.js';
import { renderMarkdown } from '../render/markdown.js';
import { neutralized } from '../render/plainText.js';
import { renderTerminal } from '../render/terminal.js';
import { askHidden } from '../support/ask.js';
import { askLine } from '../support/askLine.js';
import { systemClock } from '../support/clock.js';
import { createLogger } from '../support/logger.js';
import { endOnSignals } from '../support/signals.js';
import { obtainApiKey } from '../vendors/panos/index.js';
import { analyzeLog } from './analyzeLog.js';
import { type KeygenFlags, keygen } from './keygen.js';
import { runPlaybook } from './playbook.js';
import { readAttachment, takesFile, walkOnTerminal } from './terminalWalk.js';

interface AskFlags {
  readonly config?: string;
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly file?: string;
}

// What is written is for this user alone, whatever the shell says.
process.umask(0o077);
const environment = processEnvironment();
const stop = new AbortController();

/** Commands that ask devices; their own options are checked by the dispatch, which knows them. */
const asking: readonly (readonly [name: string, usage: string, summary: string])[] = [
  [
    'list',
    '[--state S] [--device D] [--peer ADDRESS] [--name TEXT]',
    'every configured tunnel with its state, worst first',
  ],
  ['status', 'TUNNEL [--refresh]', 'one tunnel: both phases, counters, monitor, last events'],
  [
    'diagnose',
    'TUNNEL [--playbook ID] [--answer FACT=VALUE]... [--file THEIR-LOG]',
    'why a tunnel is broken, on what evidence, and who has to change what',
  ],
  [
    'logs',
    'TUNNEL [--since 2h] [--until TIME] [--phase 1|2] [--severity S]',
    'what both ends logged about one tunnel',
  ],
  ['config', 'TUNNEL', 'the settings of both ends side by side'],
  ['handoff', '[--since 12h] [--team NAME]', 'what the next shift must know'],
  ['triage', 'TUNNEL [--severity S]', 'opens an incident, or leads to the open one'],
  ['incidents', '[--all] [--tunnel NAME] [--since 7d]', 'open incidents, the most urgent first'],
  [
    'incident',
    'ID [ACT ...]',
    'the timeline of an incident; take, hand, note, state, severity, close, reopen',
  ],
  ['answer', 'ID FACT=VALUE', 'answers a question of an incident, or corrects an answer'],
  ['partner-log', 'ID --file FILE [--tunnel NAME]', 'reads the log or the filled-in sheet of the other end'],
  ['sheet', 'TUNNEL [--file FILE]', 'the parameters for the partner; with a filled-in sheet, what differs'],
  ['remark', 'TEXT | done ID [--team NAME]', 'a sentence for the next shift'],
  ['confirm', 'KEY', 'confirms that you take a shift over'],
  ['audit', '[--since 24h] [--by USER]', 'who asked what, when, with what result'],
];

export function buildProgram(): Command {
  const program = new Command('tunnelmedic')
    .description('Says why an IPsec tunnel is broken, on what evidence, and who has to change what.')
    .version(versionOf(new URL('../../package.json', import.meta.url)))
    .exitOverride()
    .showSuggestionAfterError(true)
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, '')) });
  for (const [name, usage, summary] of asking) {
    program
      .command(name)
      .usage(usage)
      .description(summary)
      .argument('[words...]')
      .option('--config <file>', 'configuration file (else TUNNELMEDIC_CONFIG, else ./tunnelmedic.yml)')
      .option('--json', 'machine form on stdout')
      .option('--markdown', 'as markdown')
      .addOption(
        new Option('--file <file>', 'the log or the sheet of the other end').hideHelp(!takesFile(name)),
      )
      .allowUnknownOption()
      .exitOverride()
      .action(async (words: string[], flags: AskFlags) => await askDevices([name, ...words], flags));
  }
  program
    .command('analyze-log')
    .description('what a pasted log says; no configuration needed')
    .usage('FILE... [--vendor V] [--side initiator|responder]')
    .argument('<files...>', 'log files; - is standard input')
    .option('--vendor <name>', 'which vendor printed it; found out when not given')
    .option('--side <role>', 'initiator or responder; found out when not given')
    .option('--json', 'machine form on stdout')
    .option('--markdown', 'as markdown')
    .exitOverride()
    .action(async (files: string[], flags: AskFlags & { vendor?: string; side?: string }) => {
      const report = await analyzeLog(files, {
        ...(flags.vendor === undefined ? {} : { vendor: flags.vendor }),
        ...(flags.side === undefined ? {} : { side: flags.side }),
        stdin: process.stdin,
        signal: stop.signal,
      });
      print(report, flags, Intl.DateTimeFormat().resolvedOptions().timeZone);
    });
  program
    .command('playbook')
    .description('checks playbooks and signatures: lint, test, list or facts')
    .usage('lint|test|list|facts [PATH...]')
    .argument('[words...]')
    .allowUnknownOption()
    .exitOverride()
    .action((words: string[]) => {
      const answer = runPlaybook(words);
      toStdout(answer.text);
      if (answer.exit !== 0) throw new CommanderError(answer.exit, 'playbook', '');
    });
  program
    .command('keygen')
    .description('obtains an API key from a PAN-OS firewall; the password is asked for, or read from stdin')
    .argument('<url>', 'https://firewall.example')
    .requiredOption('--user <name>', 'an administrator whose role may only read')
    .option('--ca <file>', 'PEM file of the authority that signed its certificate')
    .option('--fingerprint256 <hex>', 'SHA-256 fingerprint of its certificate')
    .exitOverride()
    .action(async (url: string, flags: KeygenFlags) => {
      const key = await keygen(url, flags, {
        askPassword: (question) => askHidden(question, process.stdin, toStderr),
        obtain: (request) => obtainApiKey({ ...request, signal: stop.signal, clock: systemClock }),
      });
      toStdout(`${key}\n`);
    });
  program
    .command('demo')
    .description('the workspace page and the simulated firewalls')
    .option('--port <number>', 'port of the page; 4400 or any free one when not given')
    .exitOverride()
    .action(async (flags: { port?: string }) => {
      const { startDemo } = await import('../demo/demo.js');
      await untilStopped(await startDemo({ port: readPort(flags.port), say: toStdout }));
    });
  program
    .command('start')
    .description('the Slack service; without Slack tokens the demo')
    .option('--config <file>', 'configuration file (else TUNNELMEDIC_CONFIG, else ./tunnelmedic.yml)')
    .exitOverride()
    .action(async (flags: { config?: string }) => {
      // Slack, workspace and simulator are loaded only here: a question on the terminal should start at once.
      const { start } = await import('./start.js');
      await untilStopped(await start({ config: flags.config ?? null, environment, say: toStdout }));
    });
  return program;
}

function versionOf(file: URL): string {
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

async function askDevices(words: readonly string[], flags: AskFlags): Promise<void> {
  const settings = await loadSettings(settingsPath(flags.config ?? null, environment), environment);
  if (settings.devices.length === 0) {
    throw new Problem('config-invalid', {
      file: settings.file,
      line: 1,
      detail: 'no device is configured',
      hint: 'config.example.yml shows a device of each vendor.',
    });
  }
  const wired = wire(settings, {
    log: createLogger(settings.logLevel === 'info' ? 'warn' : settings.logLevel),
  });
  const run = async (asked: readonly string[], attachments: readonly Attachment[]): Promise<Report> => {
    const report = await wired.dispatcher.execute(asked, {
      asker: terminalUser(),
      signal: stop.signal,
      attachments,
      ...(process.stderr.isTTY && !flags.json ? { onProgress: progressLine } : {}),
    });
    if (process.stderr.isTTY && !flags.json) toStderr(clearLine);
    stop.signal.throwIfAborted();
    print(report, flags, settings.timeZone);
    return report;
  };
  try {
    if (flags.file !== undefined && !takesFile(words[0] ?? '')) {
      throw new Problem('usage', {
        detail: `\`${words[0]}\` takes no file.`,
        help: `tunnelmedic ${words[0]} --help`,
      });
    }
    const attachments = flags.file === undefined ? [] : [await readAttachment(flags.file)];
    const report = await run(words, attachments);
    if (secretsIn(words.join(' ')) > 0) toStderr(`${removedSentence}\n`);
    const asks = words[0] === 'diagnose' && process.stdin.isTTY && process.stderr.isTTY && !flags.json;
    if (asks) {
      const ask = (question: string) =>
        askLine(neutralized(question), process.stdin, process.stderr, stop.signal);
      await walkOnTerminal(report, words, attachments, { ask, say: toStderr, run, readFile: readAttachment });
    }
  } finally {
    await wired.close();
  }
}

/** Whoever is logged in; two people on one machine are two. */
function terminalUser(): Asker {
  const { username } = userInfo();
  return { id: `terminal:${username}`, name: username, channel: null, via: 'terminal' };
}

const clearLine = '\r\u001B[K';

/** The newest step on one line of stderr, written over the last one. */
function progressLine({ title, steps }: Progress): void {
  const step = steps.at(-1);
  const width = Math.max(20, (process.stderr.columns ?? 80) - 1);
  toStderr(`${clearLine}${neutralized(`${title}: ${step?.title ?? ''}`).slice(0, width)}`);
}

function print(report: Report, flags: AskFlags, zone: string): void {
  const frame = { now: systemClock.now(), zone };
  if (flags.json) process.stdout.write(renderJson(report));
  else if (flags.markdown) process.stdout.write(renderMarkdown(report, frame));
  else {
    const color = wantsColor(environment, process.stdout.isTTY === true);
    const width = Math.max(40, Math.min(process.stdout.columns ?? 120, 200));
    process.stdout.write(renderTerminal(report, { ...frame, color, width }));
  }
}

function readPort(text: string | undefined): number | null {
  if (text === undefined) return null;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new Problem('usage', { detail: `"${text}" is not a port.`, help: 'tunnelmedic demo --help' });
}

async function untilStopped(service: { close(): Promise<void> }): Promise<void> {
  await new Promise<void>((resolve) => {
    if (stop.signal.aborted) resolve();
    else stop.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  toStderr('Stopping; what runs is finished first.\n');
  await service.close();
}

function toStdout(text: string): void {
  process.stdout.write(text);
}

function toStderr(text: string): void {
  process.stderr.write(text);
}

function sayProblem(problem: Problem): void {
  const choices = problem.fits.length === 0 ? '' : ` They are: ${problem.fits.slice(0, 20).join(', ')}.`;
  const listed = problem.code === 'ambiguous-tunnel' ? '' : choices;
  toStderr(
    `${neutralized(`${problem.message} ${problem.remedy}${problem.code === 'unknown-tunnel' ? '' : listed}`)}\n`,
  );
}

/** @returns the exit code. */
async function main(words: readonly string[]): Promise<number> {
  const program = buildProgram();
  try {
    refuseUnsafe(environment);
    await program.parseAsync(words, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (stop.signal.aborted) return 130;
    if (error instanceof Problem) {
      sayProblem(error);
      return error.exit;
    }
    createLogger('error').error({ error }, 'fault');
    toStderr('This did not work because of a fault in Tunnelmedic. Please report it.\n');
    return 1;
  }
}

endOnSignals(stop, process);
// A promise that nobody waits for is our own fault: a supervisor starts the service anew rather than it living on in half.
process.on('unhandledRejection', (error) => {
  createLogger('error').error({ error }, 'a promise was rejected and nobody waited for it');
  process.exit(1);
});
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
});
process.exitCode = await main(process.argv.slice(2));
