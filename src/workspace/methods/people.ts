// users.* and usergroups.*: who is there and which groups they are in.
import type { Method } from '../context.js';
import { textOf } from '../fields.js';
import { userPayload } from '../payloads.js';
import { refuse } from '../refusal.js';
import { pageOf } from './conversations.js';

export const info: Method = ({ args, context }) => {
  const person = context.world.person(textOf(args.user));
  if (person === undefined) return refuse('user_not_found');
  return { ok: true, user: userPayload(person, context.world.teamId) };
};

export const list: Method = ({ args, context }) => {
  const page = pageOf(context.world.people, args, 100);
  if (page === undefined) return refuse('invalid_cursor');
  const members = page.items.map((person) => userPayload(person, context.world.teamId));
  return { ok: true, members, ...page.more };
};

export const groups: Method = ({ context }) => ({
  ok: true,
  usergroups: context.world.userGroups.map((group) => ({
    id: group.id,
    team_id: context.world.teamId,
    handle: group.handle,
    name: group.name,
    users: group.users,
    user_count: group.users.length,
    date_delete: 0,
  })),
});

export const groupMembers: Method = ({ args, context }) => {
  const group = context.world.userGroups.find((one) => one.id === textOf(args.usergroup));
  return group === undefined ? refuse('no_such_subteam') : { ok: true, users: group.users };
};
