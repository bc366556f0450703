// What the composer offers while one types: commands with their usage, what may follow them, and people after an @. Pure.

/** The words that may follow a command, read from its usage hint: `[status NAME | list | help]`. */
export function continuations(usageHint) {
  return String(usageHint ?? '')
    .replace(/^[[(<\s]+|[\])>\s]+$/g, '')
    .split('|')
    .map((part) => part.trim())
    .filter((part) => /^[a-z]/.test(part));
}

/** The part of a continuation that can be typed as it stands: `status NAME` gives `status `. */
function typed(continuation) {
  const words = continuation.split(/\s+/);
  const fixed = words.findIndex((word) => !/^[a-z][a-z-]*$/.test(word));
  return fixed < 0 ? continuation : `${words.slice(0, fixed).join(' ')} `;
}

/** Entries `{ insert, title, detail }` for the text before the cursor, where `insert` replaces all of it. */
export function completions(text, commands, people) {
  const following = /^(\/[^\s]+)\s+([a-z-]*)$/.exec(text);
  if (/^\/[^\s]*$/.test(text)) {
    return commands
      .filter((one) => one.command.startsWith(text))
      .map((one) => ({
        insert: `${one.command} `,
        title: `${one.command} ${one.usageHint}`.trim(),
        detail: one.description,
      }));
  }
  if (following !== null) {
    const [, name, start] = following;
    const command = commands.find((one) => one.command === name);
    return continuations(command?.usageHint)
      .filter((one) => one.startsWith(start) && typed(one).trim() !== start)
      .map((one) => ({ insert: `${name} ${typed(one)}`, title: `${name} ${one}`, detail: '' }));
  }
  const mention = /(^|\s)@([a-z0-9._-]*)$/i.exec(text);
  if (mention === null) return [];
  const before = text.slice(0, text.length - mention[2].length);
  const wanted = mention[2].toLowerCase();
  return people
    .filter((one) => one.name.includes(wanted) || one.realName.toLowerCase().includes(wanted))
    .slice(0, 8)
    .map((one) => ({ insert: `${before}${one.name} `, title: one.realName, detail: `@${one.name}` }));
}
