// The shapes in which people, channels, messages, files and views appear in Slack's JSON.
import { fieldsListOf, fieldsOf, textOf } from './fields.js';
import type { Channel, Fields, Message, Person, SlackFile, View } from './model.js';
import type { World } from './world.js';

export function userPayload(person: Person, teamId: string): Fields {
  return {
    id: person.id,
    team_id: teamId,
    name: person.name,
    real_name: person.realName,
    deleted: false,
    is_bot: person.isBot,
    is_admin: false,
    tz: person.timeZone,
    tz_offset: offsetSeconds(person.timeZone),
    profile: {
      real_name: person.realName,
      display_name: person.name,
      title: person.title,
      ...(person.isBot ? {} : { email: `${person.name}@example.com` }),
    },
  };
}

function offsetSeconds(zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    timeZoneName: 'longOffset',
  }).formatToParts();
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(name);
  if (match === null) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 3600 + Number(match[3]) * 60);
}

export function channelPayload(channel: Channel, world: World): Fields {
  const isDm = channel.kind === 'dm';
  const common = {
    id: channel.id,
    is_channel: !isDm,
    is_im: isDm,
    is_mpim: false,
    is_group: false,
    is_private: isDm,
    is_archived: false,
    created: 1_700_000_000,
  };
  if (isDm) return { ...common, user: channel.members.find((id) => id !== world.botUserId) ?? '' };
  return {
    ...common,
    name: channel.name,
    name_normalized: channel.name,
    is_member: channel.members.includes(world.botUserId),
    num_members: channel.members.length,
    topic: { value: channel.topic, creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  };
}

export function messagePayload(message: Message, world: World, baseUrl: string): Fields {
  const isApp = message.user === world.botUserId;
  const replies =
    message.threadTs === undefined
      ? world
          .all(message.channel)
          .filter((one) => one.threadTs === message.ts && one.ephemeralTo === undefined)
      : [];
  const last = replies.at(-1);
  const files = message.fileIds.flatMap((id) => {
    const file = world.files.get(id);
    return file === undefined ? [] : [filePayload(file, baseUrl)];
  });
  return {
    type: 'message',
    user: message.user,
    ts: message.ts,
    text: message.text,
    team: world.teamId,
    ...(message.subtype === undefined ? {} : { subtype: message.subtype }),
    ...(isApp ? { bot_id: world.botId, app_id: world.appId } : {}),
    ...otherAppPayload(message, world),
    ...(message.blocks.length === 0 ? {} : { blocks: message.blocks }),
    ...(message.attachments.length === 0 ? {} : { attachments: message.attachments }),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs, parent_user_id: '' }),
    ...(last === undefined
      ? {}
      : {
          thread_ts: message.ts,
          reply_count: replies.length,
          reply_users_count: new Set(replies.map((one) => one.user)).size,
          latest_reply: last.ts,
          reply_users: [...new Set(replies.map((one) => one.user))],
        }),
    ...(message.editedTs === undefined ? {} : { edited: { user: message.user, ts: message.editedTs } }),
    ...(message.metadata === undefined ? {} : { metadata: message.metadata }),
    ...(files.length === 0 ? {} : { files }),
    ...(message.reactions.length === 0
      ? {}
      : { reactions: message.reactions.map((one) => ({ ...one, count: one.users.length })) }),
  };
}

/** As an app posts with a bot token today: no subtype, and who it is beside it. Source: docs.slack.dev/messaging (bot_profile). */
function otherAppPayload({ user }: Message, world: World): Fields {
  const author = world.person(user);
  if (author?.app === undefined) return {};
  const { id, botId } = author.app;
  const bot_profile = { id: botId, app_id: id, name: author.realName, team_id: world.teamId, deleted: false };
  return { bot_id: botId, app_id: id, bot_profile };
}

export function filePayload(file: SlackFile, baseUrl: string): Fields {
  const url = `${baseUrl}/files-pri/${file.id}/${encodeURIComponent(file.name)}`;
  return {
    id: file.id,
    created: file.createdAtSeconds,
    timestamp: file.createdAtSeconds,
    name: file.name,
    title: file.title,
    mimetype: file.mimeType,
    filetype: file.name.includes('.') ? file.name.slice(file.name.lastIndexOf('.') + 1) : 'text',
    user: file.user,
    size: file.bytes.length,
    mode: 'hosted',
    is_external: false,
    url_private: url,
    url_private_download: `${url}?download=1`,
    permalink: url,
    channels: file.channels,
    ...(file.altText === '' ? {} : { alt_txt: file.altText }),
  };
}

/** What was entered, with the whole file objects of a file input, as Slack carries them. */
export function stateValues(
  view: View,
  world: World,
  baseUrl: string,
): Record<string, Record<string, Fields>> {
  const whole = (value: Fields): Fields => {
    if (value.type !== 'file_input') return value;
    const files = fieldsListOf(value.files).flatMap((one) => world.files.get(textOf(one.id)) ?? []);
    return { ...value, files: files.map((file) => filePayload(file, baseUrl)) };
  };
  return Object.fromEntries(
    Object.entries(view.values).map(([block, elements]) => [
      block,
      Object.fromEntries(Object.entries(elements).map(([id, value]) => [id, whole(value)])),
    ]),
  );
}

export function viewPayload(view: View, world: World): Fields {
  return {
    private_metadata: '',
    callback_id: '',
    clear_on_close: false,
    notify_on_close: false,
    close: null,
    submit: null,
    title: { type: 'plain_text', text: 'Home', emoji: true },
    ...fieldsOf(view.body),
    id: view.id,
    team_id: world.teamId,
    type: view.type,
    hash: view.hash,
    state: { values: view.values },
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: world.appId,
    app_installed_team_id: world.teamId,
    external_id: view.externalId,
    bot_id: world.botId,
  };
}
