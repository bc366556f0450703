// Small texts that the lines of a handoff share: names of many tunnels, a text that is too long for a line.

import type { Span } from '../../domain/report.js';
import type { ClosedIncident } from './lines.js';

const longestText = 300;

export function clip(text: string): string {
  if (text.length <= longestText) return text;
  return `${text.slice(0, longestText - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

export function tunnelsText(tunnels: readonly string[]): string {
  const more = tunnels.length > 3 ? ` and ${tunnels.length - 3} more` : '';
  return `${tunnels.slice(0, 3).join(', ')}${more}`;
}

export function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

/** Leads to its thread, when there is one. */
export function incidentSpan({ incident, link }: Pick<ClosedIncident, 'incident' | 'link'>): Span {
  return link === null ? incident : { link, text: incident };
}
