// Which bot scope each thing that we use of Slack needs; the manifest lists exactly their union.
// Source: docs.slack.dev/reference/methods and /reference/events, one page each.

export const methodScopes: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'chat.postMessage': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.delete': ['chat:write'],
  // Public and private channels; direct messages come as events, their threads are read with im:history.
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'conversations.history': ['channels:history', 'groups:history'],
  'chat.getPermalink': [],
  'users.info': ['users:read'],
  'usergroups.users.list': ['usergroups:read'],
  'files.info': ['files:read'],
  'files.getUploadURLExternal': ['files:write'],
  'files.completeUploadExternal': ['files:write'],
  'views.open': [],
  'views.publish': [],
  'chat.startStream': ['chat:write'],
  'chat.appendStream': ['chat:write'],
  'chat.stopStream': ['chat:write'],
  'agents.sessions.setStatus': ['chat:write'],
  'assistant.threads.setStatus': ['assistant:write'],
  'assistant.threads.setSuggestedPrompts': ['assistant:write'],
};

export const eventScopes: Readonly<Record<string, readonly string[]>> = {
  app_mention: ['app_mentions:read'],
  'message.im': ['im:history'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  reaction_added: ['reactions:read'],
  app_home_opened: [],
  agent_session_stopped: [],
};

/** Slash commands and shortcuts. The bytes of a file need files:read, as `files.info` does. */
export const featureScopes: readonly string[] = ['commands'];

/** Everything together, sorted: what the manifest lists. */
export const neededScopes: readonly string[] = [
  ...new Set([...Object.values(methodScopes).flat(), ...Object.values(eventScopes).flat(), ...featureScopes]),
].sort();

/** What people miss without it. */
export const scopeServes: Readonly<Record<string, string>> = {
  'app_mentions:read': 'mentions of the bot',
  'assistant:write': 'the status below a question',
  'channels:history': 'threads of public channels: alerts, incidents, files',
  'chat:write': 'every answer',
  commands: 'the slash command and the shortcuts',
  'files:read': "partners' logs and configurations",
  'files:write': 'files and pictures in answers',
  'groups:history': 'threads of private channels: alerts, incidents, files',
  'im:history': 'direct messages',
  'reactions:read': 'stopping an answer by a reaction',
  'usergroups:read': 'rights and shifts of user groups',
  'users:read': 'names of people',
};
