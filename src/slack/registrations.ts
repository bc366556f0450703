// Everything that Slack may send us, as data: the listeners are registered from it, and the manifest is tested against it.

export const registrations = {
  command: '/ipsec',
  /** Bolt's event name → the manifest's subscriptions. */
  events: {
    app_mention: ['app_mention'],
    message: ['message.im', 'message.channels', 'message.groups'],
    app_home_opened: ['app_home_opened'],
    reaction_added: ['reaction_added'],
    agent_session_stopped: ['agent_session_stopped'],
  },
  messageShortcut: 'check_message',
  triageShortcut: 'triage_message',
  pinShortcut: 'pin_message',
  globalShortcut: 'ask_tunnel',
  /** callback_id of the modal. */
  askView: 'ask_tunnel',
  /** action_ids that carry a command: button value, chosen option. */
  commandButton: /^cmd:\d+$/,
  commandMenu: /^choose:\d+$/,
  /** A button whose command needs fields first: it opens `fillView`. */
  formButton: /^form:\d+$/,
  /** The thumbs under a verdict: a command, or one behind `form:` that needs fields first. */
  judging: /^judge:\d+$/,
  fillView: 'fill',
  /** The menu of further acts: one that needs fields opens `fillView`, another runs. */
  furtherMenu: /^further:\d+$/,
  /** Ends what runs: the value is its id. */
  stopButton: 'stop:0',
  homeRefresh: 'home:refresh',
  homeAsk: 'home:ask',
  /** The type-ahead menu of tunnel names. */
  tunnelMenu: 'tunnel',
} as const;

/** block_ids and action_ids of the modal. */
export const askInputs = {
  tunnel: { block: 'tunnel', action: registrations.tunnelMenu },
  command: { block: 'command', action: 'command' },
} as const;
