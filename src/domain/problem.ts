// What we or the people who configure us do wrong: one error class, one catalogue of sentences with their remedy.

/** Exit codes of the command line: 2 bad usage, configuration or input; 3 no device could be asked. */
export type ExitCode = 2 | 3;

interface ProblemText {
  readonly says: string;
  readonly remedy: string;
  readonly exit: ExitCode;
}

/** `{name}` is filled from the details. Every sentence stands alone and never carries raw exception text. */
export const problemTexts = {
  usage: { says: '{detail}.', remedy: 'Run `{help}` to see what can be asked.', exit: 2 },
  'unknown-command': { says: 'There is no command "{name}".', remedy: '{hint}', exit: 2 },
  'unknown-tunnel': { says: 'No tunnel is called "{name}".', remedy: '{hint}', exit: 2 },
  'ambiguous-tunnel': {
    says: '"{name}" fits several tunnels: {fits}.',
    remedy: 'Use one of these names.',
    exit: 2,
  },
  'unknown-device': { says: 'No device is called "{name}".', remedy: 'Devices are: {devices}.', exit: 2 },
  'config-missing': {
    says: 'The configuration file {file} is not there.',
    remedy: 'Copy config.example.yml to {file}, or name a file with --config.',
    exit: 2,
  },
  'config-unreadable': {
    says: 'The configuration file {file} cannot be read: {detail}.',
    remedy: 'Check its path and permissions.',
    exit: 2,
  },
  'config-unwritable': {
    says: 'The configuration file {file} cannot be written: {detail}.',
    remedy: 'Nothing was changed. Make its folder or some space, or name another file with --config.',
    exit: 2,
  },
  'config-invalid': { says: '{file}:{line}: {detail}.', remedy: '{hint}', exit: 2 },
  'environment-unsafe': {
    says: '{name} is set in the environment and switches the check of certificates off; nothing was started.',
    remedy: '{hint}',
    exit: 2,
  },
  'secret-missing': { says: 'The secret for {what} is not there: {detail}.', remedy: '{hint}', exit: 2 },
  'secret-short': {
    says: 'The secret that {what} signs with is too short: {bytes} of at least {least} bytes.',
    remedy: 'Make one with `openssl rand -base64 32`, and give it to both.',
    exit: 2,
  },
  'playbook-invalid': { says: '{file}:{line}: {detail}.', remedy: '{hint}', exit: 2 },
  'input-missing': {
    says: 'The file {file} is not there.',
    remedy: 'Check the path; `-` reads standard input.',
    exit: 2,
  },
  'input-unreadable': { says: '{file} cannot be read as a log: {detail}.', remedy: '{hint}', exit: 2 },
  'alert-unreadable': {
    says: '{file} is no alert that can be read: {detail}.',
    remedy:
      'Give the JSON as the monitoring system posts it; `alerts` in the configuration says how others are read.',
    exit: 2,
  },
  'config-not-used': { says: '{file} was not used: {detail}.', remedy: '{hint}', exit: 2 },
  'no-device': { says: 'No device could be asked: {detail}.', remedy: '{hint}', exit: 3 },
  'not-allowed': { says: 'You may not do this: {right} is missing.', remedy: '{hint}', exit: 2 },
  'unknown-incident': {
    says: 'No incident is called "{name}".',
    remedy: '{hint}',
    exit: 2,
  },
  'incident-closed': {
    says: 'Incident {name} is closed.',
    remedy: '{hint}',
    exit: 2,
  },
  'audit-unwritable': {
    says: 'This was not done, because it could not be written to the audit log.',
    remedy: 'Reading still works. Whoever runs Tunnelmedic finds the reason in its log.',
    exit: 2,
  },
  'slack-invalid': { says: 'Slack sent something that cannot be used: {detail}.', remedy: '{hint}', exit: 2 },
  'slack-refused': { says: '{detail}.', remedy: '{hint}', exit: 2 },
  'store-locked': {
    says: 'Another process ({holder}) uses the data folder {folder}.',
    remedy:
      'If that is the running service, it does not hear this terminal: ask it in Slack, or start it again with this version. Else stop it, choose another data folder, or set DATABASE_URL so that several processes share PostgreSQL.',
    exit: 2,
  },
  'service-silent': {
    says: 'The running service gives no answer: {detail}.',
    remedy:
      'Ask it in Slack, and look at its log. Start it again when that stays; it must be of the version of this command.',
    exit: 2,
  },
  'store-lost': {
    says: 'This process ends, because it may no longer write to the data folder {folder}: {detail}.',
    remedy: 'What was acknowledged is kept. Start it again when no other process uses the folder.',
    exit: 2,
  },
  'data-folder': {
    says: 'The data folder {folder} cannot be used: {detail}.',
    remedy: '{hint}',
    exit: 2,
  },
  'store-damaged': {
    says: 'The database in {folder} cannot be opened: {detail}.',
    remedy:
      'Move that folder away and put a backup in its place, or start without it to begin with an empty database.',
    exit: 2,
  },
  'store-other-version': {
    says: 'The database is of another version: {detail}.',
    remedy:
      'Start the version of Tunnelmedic that made it, or name another database (store.dataFolder, DATABASE_URL).',
    exit: 2,
  },
  'store-in-use': {
    says: 'Another process ({holder}) uses {store}.',
    remedy: 'Stop the service first: what it writes meanwhile would be lost.',
    exit: 2,
  },
  'store-not-empty': {
    says: 'The database is not empty (there are rows in {table}), and nothing was changed.',
    remedy: 'Name an empty one, or add --replace: what it holds now is then gone for good.',
    exit: 2,
  },
  'backup-unusable': {
    says: '{file} cannot be used: {detail}.',
    remedy: 'Take another backup; nothing was changed.',
    exit: 2,
  },
  'backup-unwritable': {
    says: 'The backup {file} cannot be written: {detail}.',
    remedy: 'Name another file; `-` writes to standard output.',
    exit: 2,
  },
  'output-unwritable': {
    says: 'Standard output cannot be written: {detail}.',
    remedy: 'What stands there now is not whole: make space, or write it to another place, and run it again.',
    exit: 2,
  },
  'capture-folder': {
    says: 'Nothing was captured into {folder}: {detail}.',
    remedy: 'Name a folder that is new or empty; nothing is ever written over.',
    exit: 2,
  },
  'port-taken': {
    says: 'Nothing can listen at {host}:{port} ({setting}): {detail}.',
    remedy: 'Name another port, or an address of this machine.',
    exit: 2,
  },
  'store-unusable': {
    says: 'The database cannot be used: {detail}.',
    remedy: '{hint}',
    exit: 2,
  },
} as const satisfies Record<string, ProblemText>;

export type ProblemCode = keyof typeof problemTexts;

export class Problem extends Error {
  readonly code: ProblemCode;
  readonly remedy: string;
  readonly exit: ExitCode;
  readonly details: Readonly<Record<string, string | number>>;
  /** Names to choose from when one that fits was meant; empty when there is nothing to offer. */
  readonly fits: readonly string[];

  /** @param details what fills the placeholders; text from outside, escaped by the renderer, never by us. */
  constructor(
    code: ProblemCode,
    details: Readonly<Record<string, string | number>> = {},
    fits: readonly string[] = [],
  ) {
    const text: ProblemText = problemTexts[code];
    super(fill(text.says, details));
    this.name = 'Problem';
    this.code = code;
    this.remedy = fill(text.remedy, details);
    this.exit = text.exit;
    this.details = details;
    this.fits = fits;
  }

  /** The sentence, its remedy, and the names to choose from where neither says one: where nothing can be clicked. */
  inFull(): string {
    const said = `${this.message} ${this.remedy}`;
    if (this.fits.length === 0 || this.fits.some((name) => said.includes(name))) return said;
    return `${said} They are: ${this.fits.slice(0, 20).join(', ')}.`;
  }
}

function fill(template: string, details: Readonly<Record<string, string | number>>): string {
  // What fills the end of a sentence may be one itself, or a question: one mark at the end is enough.
  return template.replace(/\{(\w+)\}(\.?)/g, (whole, name: string, stop: string) => {
    const detail = details[name];
    if (detail === undefined) return whole;
    const text = String(detail);
    return /[.?]$/.test(text) ? text : `${text}${stop}`;
  });
}
