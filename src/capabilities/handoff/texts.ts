// Small texts that the lines of a handoff share: names of many tunnels, a text that is too long for a line.

const longestText = 300;

export function clip(text: string): string {
  if (text.length <= longestText) return text;
  return `${text.slice(0, longestText - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

export function tunnelsText(tunnels: readonly string[]): string {
  const more = tunnels.length > 3 ? ` and ${tunnels.length - 3} more` : '';
  return `${tunnels.slice(0, 3).join(', ')}${more}`;
}
