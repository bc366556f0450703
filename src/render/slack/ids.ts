// What Slack's ids of people tell by their first letter: a member, or a user group.

/** Null for what is neither the id of a member nor that of a user group. */
export function mentionedKind(id: string): 'member' | 'group' | null {
  if (!/^[UWS][A-Z0-9]{1,20}$/.test(id)) return null;
  return id.startsWith('S') ? 'group' : 'member';
}
