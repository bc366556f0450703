// What each setting may be by itself and still does not fit the others, or the files that it names.

import { resolve } from 'node:path';
import { fileTrouble, openRegularFile } from '../support/files.js';
import { closeMatches } from '../support/textDistance.js';
import type { Place } from './deviceSettings.js';
import { invalid } from './invalid.js';
import type { SettingsFile } from './schema.js';

/** @throws Problem `config-invalid` for the first thing that does not fit. */
export async function checkTogether(settings: SettingsFile, place: Place): Promise<void> {
  checkTunnels(settings, place);
  checkPorts(settings, place);
  await checkPlaybooks(settings, place);
}

function checkTunnels(settings: SettingsFile, place: Place): void {
  const devices = Object.keys(settings.devices);
  const owners = new Map<string, string>();
  for (const [name, tunnel] of Object.entries(settings.tunnels)) {
    for (const [index, end] of tunnel.ends.entries()) {
      const line = place.lineOf(['tunnels', name, 'ends', index, 'device']);
      if (!devices.includes(end.device)) {
        const [close] = closeMatches(end.device, devices, 1);
        const hint = close ? `Did you mean "${close}"?` : `Devices are: ${devices.join(', ') || 'none'}.`;
        throw invalid(
          place.file,
          line,
          `tunnel "${name}" names the device "${end.device}", which is not configured`,
          hint,
        );
      }
      const key = `${end.device}/${end.tunnel}`;
      const owner = owners.get(key);
      if (owner !== undefined) {
        throw invalid(
          place.file,
          line,
          `${key} is an end of "${owner}" and of "${name}"`,
          'An end belongs to one tunnel.',
        );
      }
      owners.set(key, name);
    }
    checkAliases(name, settings, place);
    for (const [index, window] of tunnel.maintenance.entries()) {
      if (Date.parse(window.to) > Date.parse(window.from)) continue;
      const line = place.lineOf(['tunnels', name, 'maintenance', index]);
      throw invalid(place.file, line, `a maintenance window of "${name}" ends before it begins`, '');
    }
  }
}

/** An alias that is also another tunnel's name would lead to one of them. */
function checkAliases(name: string, { tunnels }: SettingsFile, place: Place): void {
  for (const [index, alias] of (tunnels[name]?.aliases ?? []).entries()) {
    const other = Object.entries(tunnels).find(
      ([one, { aliases }]) => one !== name && (one === alias || aliases.includes(alias)),
    );
    if (!other) continue;
    throw invalid(
      place.file,
      place.lineOf(['tunnels', name, 'aliases', index]),
      `the alias "${alias}" of "${name}" also means "${other[0]}"`,
      'Give each tunnel its own.',
    );
  }
}

/** Two servers cannot listen at one port. */
function checkPorts({ slack, listen }: SettingsFile, place: Place): void {
  const ports = [
    { path: ['slack', 'port'], port: slack.mode === 'http' ? slack.port : undefined },
    { path: ['slack', 'healthPort'], port: slack.healthPort },
    { path: ['listen', 'port'], port: listen.port },
  ].filter(({ port }) => port !== undefined && port !== 0);
  for (const [index, { path, port }] of ports.entries()) {
    const other = ports.slice(0, index).find((one) => one.port === port);
    if (!other) continue;
    throw invalid(
      place.file,
      place.lineOf(path),
      `"${path.join('.')}" must differ from "${other.path.join('.')}"`,
      '',
    );
  }
}

/** A path that leads nowhere would mean playbooks that are never run. */
async function checkPlaybooks({ playbooks }: SettingsFile, place: Place): Promise<void> {
  for (const [index, given] of playbooks.entries()) {
    const path = resolve(place.folder, given);
    const opened = await openRegularFile(path);
    if (opened.ok) await opened.handle.close();
    if (opened.ok ? path.endsWith('.yml') : opened.why === 'directory') continue;
    throw invalid(
      place.file,
      place.lineOf(['playbooks', index]),
      `the playbooks ${path} cannot be used: ${opened.ok ? 'its name does not end with .yml' : fileTrouble[opened.why]}`,
      'Name a folder or a .yml file; paths are relative to the configuration file.',
    );
  }
}
