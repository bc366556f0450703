// `config TUNNEL`: both ends' settings side by side, differing rows marked.

import type { Command, CommandParts } from '../../commands/command.js';
import { type Declaration, plain } from '../../commands/declaration.js';
import { plural } from '../../commands/phrases.js';
import { tunnelNamed, tunnelWord } from '../../commands/tunnelWord.js';
import { commandLine, commandNames } from '../../domain/commandLine.js';
import { Problem } from '../../domain/problem.js';
import { type Block, bareReport, type Report, type Text } from '../../domain/report.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import type { FleetTunnel } from '../../fleet/fleetTunnel.js';
import type { SettingRow } from '../../fleet/settingRow.js';
import { settingRows } from '../../fleet/sideBySide.js';
import { configAnswer } from './schema.js';

export const configDeclaration: Declaration = {
  ...plain,
  name: commandNames.config,
  words: 'TUNNEL',
  positionals: { least: 1, most: 20 },
  options: [],
  summary: 'The settings of both ends side by side.',
  examples: ['config paris-hq'],
  right: 'read',
  about: 'tunnel',
  answer: configAnswer,
  tool: { name: 'compare_ends' },
};

export function configCommand(parts: CommandParts): Command {
  return {
    declaration: configDeclaration,
    tunnelsOf: tunnelNamed(parts),
    async run({ words, ask }) {
      const tunnel = await parts.fleet.resolve(tunnelWord(words), ask);
      return composeConfig(tunnel);
    },
  };
}

function composeConfig(tunnel: FleetTunnel): Report {
  const ours = tunnel.ours.config;
  const theirs = tunnel.theirs?.config ?? null;
  if (!ours.known && !theirs?.known) {
    throw new Problem('no-device', { detail: ours.says, hint: ours.remedy });
  }
  const [left, right] = readable(tunnel);
  const rows = left ? settingRows(left, right) : [];
  const differs = rows.filter((row) => row.state === 'differs');
  const { name } = tunnel;
  const unread = unreadSettings([left, right]);
  return {
    ...bareReport,
    kind: 'config',
    tone: right === null ? 'quiet' : differs.length > 0 ? 'warning' : 'good',
    title: `Configuration of ${name}`,
    summary: [
      { kind: 'paragraph', text: verdictText(tunnel, right, differs) },
      ...(left && right && differs.length > 0
        ? [rowTable(left, right, differs), ...placesOf(left, right, differs)]
        : []),
    ],
    detail: left ? [rowTable(left, right, rows), ...unread] : unread,
    actions: [
      { label: 'Status', command: commandLine(commandNames.status, [name]) },
      { label: 'Diagnose', command: commandLine(commandNames.diagnose, [name]) },
    ],
    audience: 'everyone',
    json: {
      schema: 1,
      tunnel: name,
      ends: [left, right].flatMap((config) =>
        config ? [{ device: config.device, tunnel: config.tunnel, unreadable: config.unreadable }] : [],
      ),
      rows: rows.map(({ setting, ...row }) => {
        const where = row.state === 'differs' && left && right ? whereOf(left, right, setting) : null;
        return where === null ? row : { ...row, where };
      }),
    },
  };
}

/** Our end first; when only the other can be read, it stands alone. */
function readable(tunnel: FleetTunnel): readonly [TunnelConfig | null, TunnelConfig | null] {
  const ours = tunnel.ours.config.known ? tunnel.ours.config.value : null;
  const theirs = tunnel.theirs?.config.known ? tunnel.theirs.config.value : null;
  return ours ? [ours, theirs] : [theirs, null];
}

function verdictText(tunnel: FleetTunnel, right: TunnelConfig | null, differs: readonly SettingRow[]): Text {
  if (right === null) {
    const gap = [tunnel.ours.config, tunnel.theirs?.config].find((config) => config && !config.known);
    const why = gap && !gap.known ? gap.says : 'The other end belongs to somebody else.';
    return `Only one end can be read, so nothing can be compared. ${why}`;
  }
  if (differs.length === 0) return 'Both ends match in everything that could be compared.';
  return `${plural(differs.length, 'mismatch', 'mismatches')}.`;
}

function rowTable(left: TunnelConfig, right: TunnelConfig | null, rows: readonly SettingRow[]): Block {
  const marks = {
    same: 'match',
    differs: 'mismatch',
    unknown: 'cannot compare',
    apart: '',
    translated: 'NAT between',
  } as const;
  const name = (config: TunnelConfig) => `${config.device}: ${config.tunnel}`;
  return {
    kind: 'table',
    columns: right ? ['Setting', name(left), name(right), ''] : ['Setting', name(left)],
    rows: rows.map((row) => {
      if (!right) return [row.label, row.ours];
      const mark: Text = row.state === 'differs' ? { strong: marks.differs } : marks[row.state];
      return [row.label, row.ours, row.theirs, mark];
    }),
  };
}

/** Where somebody goes to change it, on each end in the words of its vendor. */
function placesOf(left: TunnelConfig, right: TunnelConfig, differs: readonly SettingRow[]): Block[] {
  const items = differs.flatMap(({ label, setting }): Text[] => {
    const where = whereOf(left, right, setting);
    const told = [
      [left.device, where?.ours],
      [right.device, where?.theirs],
    ].flatMap(([device, place]) => (place ? [`${device}: ${place}`] : []));
    return told.length === 0 ? [] : [[{ strong: label }, `: ${told.join('; ')}`]];
  });
  return items.length === 0 ? [] : [{ kind: 'list', items }];
}

function whereOf(left: TunnelConfig, right: TunnelConfig, setting: SettingRow['setting']) {
  if (!setting) return null;
  const ours = left.places[setting.ours] ?? null;
  const theirs = right.places[setting.theirs] ?? null;
  return ours === null && theirs === null ? null : { ours, theirs };
}

function unreadSettings(configs: readonly (TunnelConfig | null)[]): Block[] {
  const items = configs.flatMap((config) =>
    config ? Object.values(config.unreadable).map((why) => `${config.device}: ${why}`) : [],
  );
  if (items.length === 0) return [];
  return [
    { kind: 'heading', text: 'What could not be read' },
    { kind: 'list', items: items.slice(0, 20) },
  ];
}
