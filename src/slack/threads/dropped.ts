// Whether a message in an incident's thread is a pasted log, configuration or sheet, or talk that is not meant for us.

import { isConfigText, isLogText } from '../../capabilities/incident/logText.js';
import { unescapeSlack } from '../textsIn.js';

const leastLines = 3;
/** A sentence may quote a line or two of a configuration; without fences it takes more to be one. */
const leastUnfenced = 6;
/** A clock, as every product prints it in front of a line. */
const clock = /(^|[^\d])\d{1,2}:\d{2}:\d{2}([.,]\d+)?([^\d]|$)/;

/** Talk is left alone: a log has several lines, and most of them carry a clock. */
export function isMeant(text: string): boolean {
  const lines = plainLines(text);
  // Whoever puts a line between fences quotes something: a fragment of a log needs no clock then.
  if (text.includes('```') && isLogText(fencedText(text))) return true;
  if (lines.length < leastLines) return false;
  if (isFencedConfiguration(text)) return true;
  if (lines.length >= leastUnfenced && isConfigText(pastedText(text))) return true;
  const rows = lines.filter((line) => isSheetRow(line)).length;
  if (rows >= leastLines && rows >= lines.length * 0.6) return true;
  const stamped = lines.filter((line) => clock.test(line)).length;
  return stamped >= leastLines && stamped >= lines.length * 0.4;
}

/** A sentence beside a log is one line more; a configuration is read as a whole, so only what stands in the fences is one. */
function isFencedConfiguration(text: string): boolean {
  const fenced = fencedText(text);
  return fenced.split('\n').filter((line) => line.trim() !== '').length >= leastLines && isConfigText(fenced);
}

/**
 * The text as it was pasted: without Slack's entities and fences. A fence may stand below a sentence, and its first line right behind it;
 * of a configuration only what stands in the fences.
 */
export function pastedText(text: string): string {
  if (isFencedConfiguration(text)) return fencedText(text);
  return unescapeSlack(text.replace(/```(?:\w+(?=\n))?/g, '\n'));
}

/** What stands between the fences. */
function fencedText(text: string): string {
  return unescapeSlack(
    text
      .split('```')
      .filter((_part, index) => index % 2 === 1)
      .map((part) => part.replace(/^\w+(?=\n)/, ''))
      .join('\n'),
  );
}

function plainLines(text: string): string[] {
  return pastedText(text)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, 2000);
}

function isSheetRow(line: string): boolean {
  return /^\|.*\|.*\|$/.test(line) || (/^[^,;\t]{2,60}[,;\t][^,;\t]*[,;\t]/.test(line) && !clock.test(line));
}
