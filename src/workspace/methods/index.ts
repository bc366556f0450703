// The methods of the Web API that the workspace answers; every other is `unknown_method`, as at Slack.
import type { Method } from '../context.js';
import * as agent from './agent.js';
import * as chat from './chat.js';
import * as conversations from './conversations.js';
import * as files from './files.js';
import * as people from './people.js';
import * as reactions from './reactions.js';
import * as stream from './stream.js';
import * as views from './views.js';

const testAuth: Method = ({ context }) => ({
  ok: true,
  url: `${context.baseUrl}/`,
  team: context.teamName,
  user: context.manifest.appName.toLowerCase(),
  team_id: context.world.teamId,
  user_id: context.world.botUserId,
  bot_id: context.world.botId,
  is_enterprise_install: false,
});

const testApi: Method = ({ args }) => ({ ok: true, args });

const openConnection: Method = ({ context }) => ({ ok: true, url: context.newConnectionUrl() });

export const METHODS: Record<string, Method> = {
  'api.test': testApi,
  'auth.test': testAuth,
  'apps.connections.open': openConnection,
  'chat.postMessage': chat.postMessage,
  'chat.postEphemeral': chat.postEphemeral,
  'chat.update': chat.update,
  'chat.delete': chat.remove,
  'chat.getPermalink': chat.getPermalink,
  'chat.startStream': stream.startStream,
  'chat.appendStream': stream.appendStream,
  'chat.stopStream': stream.stopStream,
  'agents.sessions.setStatus': agent.setSessionStatus,
  'assistant.threads.setStatus': agent.setThreadStatus,
  'assistant.threads.setSuggestedPrompts': agent.setSuggestedPrompts,
  'conversations.info': conversations.info,
  'conversations.list': conversations.list,
  'conversations.members': conversations.members,
  'conversations.history': conversations.history,
  'conversations.replies': conversations.replies,
  'conversations.join': conversations.join,
  'conversations.open': conversations.open,
  'users.info': people.info,
  'users.list': people.list,
  'users.conversations': conversations.ofUser,
  'usergroups.list': people.groups,
  'usergroups.users.list': people.groupMembers,
  'views.open': views.open,
  'views.push': views.push,
  'views.update': views.update,
  'views.publish': views.publish,
  'files.getUploadURLExternal': files.getUploadUrl,
  'files.completeUploadExternal': files.completeUpload,
  'files.info': files.info,
  'reactions.add': reactions.add,
  'reactions.remove': reactions.remove,
  'pins.add': reactions.pin,
};
