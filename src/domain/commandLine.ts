// The names of the commands, and the line that asks one: what reports offer as next steps is made here, and nowhere else.

import { quoteWord } from './commandText.js';

/**
 * Each name once. A command takes its name from here for its declaration; whoever offers it as a next step makes the line from
 * it. A command that nobody offers may keep its name to its own file.
 */
export const commandNames = {
  help: 'help',
  list: 'list',
  status: 'status',
  diagnose: 'diagnose',
  history: 'history',
  logs: 'logs',
  config: 'config',
  sheet: 'sheet',
  triage: 'triage',
  incidents: 'incidents',
  incident: 'incident',
  answer: 'answer',
  partnerLog: 'partner-log',
  handoff: 'handoff',
  remark: 'remark',
  confirm: 'confirm',
  judge: 'judge',
  watch: 'watch',
  unwatch: 'unwatch',
  mute: 'mute',
  unmute: 'unmute',
  doctor: 'doctor',
  alertFor: 'alert-for',
} as const;

/** Options by name: `true` for a switch, several values where the option may be given several times. */
export type LineOptions = Readonly<Record<string, string | true | readonly string[]>>;

/** What a person would type, without the slash command: `status "to paris" --refresh`. Words are quoted where they need it. */
export function commandLine(name: string, words: readonly string[] = [], options: LineOptions = {}): string {
  const given = Object.entries(options).flatMap(([option, value]) => {
    if (value === true) return [`--${option}`];
    const values = typeof value === 'string' ? [value] : value;
    return values.map((one) => `--${option} ${quoteWord(one)}`);
  });
  return [name, ...words.map(quoteWord), ...given].join(' ');
}

/** The line that explains a command. */
export function helpLine(name: string): string {
  return commandLine(commandNames.help, [name]);
}

/** The first word of a line, as the dispatch reads it; the empty text for none. */
export function nameIn(text: string): string {
  return (text.trim().split(/\s+/, 1)[0] ?? '').toLowerCase();
}
