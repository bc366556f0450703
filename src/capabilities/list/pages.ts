// The pages of a long list: which one is meant, what is said of it, and the buttons to the others.

import { isOn, optionValue } from '../../commands/command.js';
import type { CommandWords } from '../../commands/declaration.js';
import { commandLine, commandNames, type LineOptions } from '../../domain/commandLine.js';
import type { Action, Block } from '../../domain/report.js';

export const pageSize = 20;

export function readPage(words: CommandWords, pages: number): number {
  const typed = optionValue(words, 'page');
  return typed === null ? 1 : Math.min(Number(typed), Math.max(1, pages));
}

export function pageNotes(words: CommandWords, page: number, pages: number): Block[] {
  const typed = Number(optionValue(words, 'page') ?? page);
  if (typed > page && !isOn(words, 'all')) {
    const there = pages <= 1 ? 'There is 1 page; this is it.' : `There are ${pages} pages; this is the last.`;
    return [{ kind: 'note', text: there }];
  }
  return pages > 1 ? [{ kind: 'note', text: `Page ${page} of ${pages}.` }] : [];
}

/** What is asked anew with each page; everything else narrows the list and stays. */
const aboutPages: readonly string[] = ['page', 'all', 'refresh'];

export function pageActions(words: CommandWords, page: number, pages: number): Action[] {
  const filters = Object.fromEntries([...words.options].filter(([name]) => !aboutPages.includes(name)));
  const again = (options: LineOptions) =>
    commandLine(commandNames.list, words.positionals, { ...filters, ...options });
  const actions: Action[] = [];
  if (page > 1) actions.push({ label: 'Previous', command: again({ page: String(page - 1) }) });
  if (page < pages) actions.push({ label: 'Next', command: again({ page: String(page + 1) }) });
  if (pages > 1) actions.push({ label: 'Show all', command: again({ all: true }) });
  const here = page > 1 ? { page: String(page) } : {};
  actions.push({ label: 'Refresh', command: again({ ...here, refresh: true }) });
  if (!words.options.has('state')) actions.push({ label: 'Only down', command: again({ state: 'down' }) });
  return actions;
}
