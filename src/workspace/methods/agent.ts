// agents.sessions.setStatus, assistant.threads.setStatus and setSuggestedPrompts: what an app that is declared an agent may show.
// Source: docs.slack.dev/ai/agent-sessions and the page of each method under docs.slack.dev/reference/methods.
import type { Context, Method } from '../context.js';
import { decodeJson, fieldsListOf, textOf } from '../fields.js';
import { LIMITS } from '../limits.js';
import type { AgentSession, Channel, Fields } from '../model.js';
import { isRefusal, type Refusal, refuse } from '../refusal.js';
import { placeFor } from './places.js';

const STATUSES = ['active', 'processing', 'suspended', 'closed'];

/** Only apps declared as agents can create sessions; the word of that refusal is not published. */
function placeOfAgent(context: Context, args: Fields): Channel | Refusal {
  if (!context.manifest.isAgent) return refuse('feature_not_enabled');
  return placeFor(context, textOf(args.channel_id));
}

/** Sessions are scoped to a thread, whose root need not have replies. */
function sessionIn(context: Context, channel: Channel, args: Fields): AgentSession | Refusal {
  const threadTs = textOf(args.thread_ts);
  if (threadTs === '') return refuse('invalid_arguments');
  if (context.world.message(channel.id, threadTs) === undefined) return refuse('invalid_thread_ts');
  return context.world.session(channel.id, threadTs);
}

export const setSessionStatus: Method = ({ args, context }) => {
  const channel = placeOfAgent(context, args);
  if (isRefusal(channel)) return channel;
  const status = textOf(args.status);
  if (!STATUSES.includes(status)) return refuse('invalid_arguments');
  if (textOf(args.title).length > LIMITS.sessionTitle.max) return refuse('invalid_arguments');
  const session = sessionIn(context, channel, args);
  if (isRefusal(session)) return session;
  session.status = status;
  if (status !== 'processing') session.text = '';
  context.world.announce({ type: 'session', session });
  const subscribed = context.manifest.events?.has('agent_session_stopped') ?? true;
  const warning =
    status === 'processing' && !subscribed
      ? { warning: 'missing_agent_session_stopped_event_subscription' }
      : {};
  return { ok: true, status, ...warning };
};

export const setThreadStatus: Method = ({ args, context }) => {
  const channel = placeOfAgent(context, args);
  if (isRefusal(channel)) return channel;
  const session = sessionIn(context, channel, args);
  if (isRefusal(session)) return session;
  session.text = textOf(args.status);
  context.world.announce({ type: 'session', session });
  return { ok: true };
};

export const setSuggestedPrompts: Method = ({ args, context }) => {
  const channel = placeOfAgent(context, args);
  if (isRefusal(channel)) return channel;
  const prompts = fieldsListOf(decodeJson(args.prompts));
  const isWhole = prompts.every((one) => textOf(one.title) !== '' && textOf(one.message) !== '');
  if (prompts.length === 0 || prompts.length > LIMITS.suggestedPrompts.max || !isWhole) {
    return refuse('invalid_arguments');
  }
  // `thread_ts` belongs to the older assistant view; with it the call fails silently for an agent.
  if (textOf(args.thread_ts) !== '') return { ok: true };
  const said = prompts.map((one) => ({ title: textOf(one.title), message: textOf(one.message) }));
  context.world.prompts.set(channel.id, said);
  context.world.announce({ type: 'prompts', channel: channel.id });
  return { ok: true };
};
