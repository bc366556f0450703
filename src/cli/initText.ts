// The configuration that `init` writes: a new file with a comment for each part, or an existing one with one device more.

import type { Document } from 'yaml';
import { yamlParser } from '../support/yamlParser.js';

export interface NewDevice {
  readonly name: string;
  /** As the vendor's settings want them, the vendor among them. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface NewSlack {
  /** Left out: slack.com. */
  readonly apiUrl?: string;
  readonly botToken: object;
  readonly appToken: object;
}

const head = `Written by \`tunnelmedic init\`. Every other setting is explained in config.example.yml.
 Secrets never stand here, only where they are: { env: NAME }, { file: PATH }, { credential: NAME } of systemd or { command: [PROGRAM, …] }.
 Paths are relative to this file.
 \`tunnelmedic doctor\` checks all of it.`;

/** @param slack null: commands are asked on the terminal alone. */
export function newConfiguration(device: NewDevice, slack: NewSlack | null): string {
  const text = new (yamlParser().Document)({
    devices: { [device.name]: device.settings },
    ...(slack === null ? {} : { slack }),
  });
  text.commentBefore = ` ${head}`;
  comment(text, 'devices', ' The firewalls that may be read. Their tunnels are found by themselves.');
  comment(text, 'slack', ' The app of manifest.yml: Slack is called by us, no address has to be published.');
  return text.toString({ lineWidth: 0 });
}

/** Comments and everything else stay. */
export function withDevice(existing: string, { name, settings }: NewDevice): string {
  const { isSeq, parseDocument } = yamlParser();
  const text = parseDocument(existing);
  const devices = text.get('devices', true);
  if (isSeq(devices)) text.addIn(['devices'], text.createNode({ name, ...settings }));
  else text.setIn(['devices', name], text.createNode(settings));
  return text.toString({ lineWidth: 0 });
}

function comment(text: Document, key: string, words: string): void {
  const { contents } = text;
  if (contents === null || !('items' in contents)) return;
  for (const item of contents.items) {
    const named =
      'key' in (item as object)
        ? (item as { key: { value?: unknown; commentBefore?: string; spaceBefore?: boolean } }).key
        : null;
    if (named?.value !== key) continue;
    named.commentBefore = words;
    named.spaceBefore = true;
  }
}
