// `alert test FILE`: what the body of an alert would do, without doing it.

import type { GenericMapping } from '../../alerts/genericBody.js';
import type { AlertMapping } from '../../alerts/matching.js';
import { readBody } from '../../alerts/read.js';
import { type Command, type CommandParts, type CommandRequest, optionValue } from '../../commands/command.js';
import { type Declaration, plain } from '../../commands/declaration.js';
import { readDocument } from '../../commands/document.js';
import { usage } from '../../commands/words.js';
import { helpLine } from '../../domain/commandLine.js';
import { Problem } from '../../domain/problem.js';
import type { Report } from '../../domain/report.js';
import { incidentFrom } from '../../incidents/incident.js';
import type { IncidentStore } from '../../incidents/store.js';
import type { WatchReading } from '../../watch/store.js';
import { planAlerts } from './plan.js';
import { composeTrial } from './report.js';
import { alertAnswer } from './schema.js';

export const alertDeclaration: Declaration = {
  ...plain,
  name: 'alert',
  words: 'test FILE',
  positionals: { least: 1, most: 2 },
  options: [{ name: 'text', type: 'text', value: 'JSON', summary: 'the body as text', carried: true }],
  summary:
    'What the body of an alert would do: which tunnels it means, which incident it would open or join.',
  examples: ['alert test body.json'],
  right: 'read',
  takesFile: 'the body as the monitoring system posts it (JSON)',
  fileWord: true,
  answer: alertAnswer,
};

export interface AlertParts extends CommandParts {
  readonly alerts: AlertMapping & { readonly generic: GenericMapping | null };
  /** What is open already; asking never opens a database. */
  readonly openedIncidents: () => IncidentStore | null;
  readonly openedWatch: () => Pick<WatchReading, 'mutes' | 'marks' | 'states'> | null;
}

export function alertCommand(parts: AlertParts): Command {
  return {
    declaration: alertDeclaration,
    run: (request) => tryOut(parts, request),
  };
}

async function tryOut(parts: AlertParts, request: CommandRequest): Promise<Report> {
  const [act = ''] = request.words.positionals;
  if (act.toLowerCase() !== 'test') throw usage(`"${act}" is not test`, helpLine(alertDeclaration.name));
  const { name, text } = bodyIn(request);
  const body = readBody(text, null, parts.alerts.generic);
  if (!body.ok) throw new Problem('alert-unreadable', { file: name, detail: body.why });
  const open = (await parts.openedIncidents()?.list({ open: true, limit: 1000 })) ?? [];
  const incidents = open.map(incidentFrom);
  const given = body.alerts.map((alert) => ({ alert, tunnel: null }));
  const watch = async () => parts.openedWatch();
  const { view, alerts, groups } = await planAlerts({ ...parts, watch }, given, incidents, request.ask);
  const at = parts.clock.now().toISOString();
  return composeTrial({ source: body.source, alerts, groups, view, open: incidents, at });
}

/** @throws Problem for what is no text. */
function bodyIn(request: CommandRequest): { readonly name: string; readonly text: string } {
  const [file] = request.attachments;
  const pasted = optionValue(request.words, 'text');
  if (!file) {
    if (pasted !== null) return { name: 'The text', text: pasted };
    throw usage('Which alert? Give the file with its body', helpLine(alertDeclaration.name));
  }
  const document = readDocument(file.bytes, file.name);
  if (!document.ok) throw new Problem('alert-unreadable', { file: file.name, detail: document.detail });
  return { name: file.name, text: document.text };
}
