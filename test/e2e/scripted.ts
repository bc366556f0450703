// A dispatcher of few words: answers what a test told it to, remembers what it was asked.

import { listDeclaration } from '../../src/capabilities/list/command.js';
import { logsDeclaration } from '../../src/capabilities/logs/command.js';
import { statusDeclaration } from '../../src/capabilities/status/command.js';
import type { Asker, Dispatcher, RunOptions } from '../../src/commands/dispatcher.js';
import { helpDeclaration } from '../../src/commands/help.js';
import type { Report } from '../../src/domain/report.js';

export interface Asked {
  readonly text: string;
  readonly options: RunOptions;
}

export type Script = (text: string, options: RunOptions) => Promise<Report> | Report;

export class ScriptedDispatcher implements Dispatcher {
  readonly asked: Asked[] = [];
  script: Script = (text) => reportOf(text);
  names: readonly string[] = ['tunnel-x', 'paris-hq', 'berlin-lab'];

  readonly commands = [statusDeclaration, logsDeclaration, listDeclaration, helpDeclaration];

  async run(text: string, options: RunOptions): Promise<Report> {
    this.asked.push({ text, options });
    return this.script(text, options);
  }

  stoppers: readonly string[] = [];

  async mayStop({ id }: Asker): Promise<boolean> {
    return this.stoppers.includes(id);
  }

  async suggest(typed: string) {
    return this.names
      .filter((name) => name.includes(typed))
      .map((name) => ({ name, device: 'fw-a', hint: 'down · 203.0.113.9' }));
  }

  async namesIn(text: string): Promise<readonly string[]> {
    return this.names.filter((name) => text.includes(name));
  }

  /** What was asked, without who asked. */
  get texts(): string[] {
    return this.asked.map((one) => one.text);
  }
}

export function reportOf(text: string, more: Partial<Report> = {}): Report {
  const name = text.split(' ')[1]?.replaceAll('"', '') ?? '';
  return {
    kind: text.split(' ')[0] ?? '',
    tone: 'bad',
    title: `Down: ${name}`,
    summary: [
      {
        kind: 'callout',
        tone: 'bad',
        text: ['Pre-shared key mismatch. ', { strong: 'Theirs to change.' }],
      },
      {
        kind: 'fields',
        rows: [
          { label: 'Phase 1', value: 'fails at authentication' },
          { label: 'Peer', value: { code: '203.0.113.9' } },
          { label: 'Since', value: { at: '2026-11-21T02:13:44Z', as: 'date-time' } },
        ],
      },
    ],
    detail: [
      { kind: 'heading', text: 'Evidence' },
      {
        kind: 'log',
        lines: [
          {
            device: 'fw-a',
            at: '2026-11-21T02:13:44Z',
            text: 'IKEv2 SA negotiation is started',
            marked: false,
          },
          {
            device: 'fw-a',
            at: '2026-11-21T02:13:45Z',
            text: 'authentication failed: MAC mismatched',
            marked: true,
          },
        ],
      },
    ],
    actions: [
      { label: 'Refresh', command: `status ${name} --refresh` },
      { label: 'Logs', command: `logs ${name}`, style: 'primary' },
    ],
    choice: null,
    files: [],
    audience: 'everyone',
    json: null,
    ...more,
  };
}
