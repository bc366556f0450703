// Everything that Slack may send us, as data: the listeners are registered from it, and the manifest is tested against it.

export const registrations = {
  command: '/ipsec',
  /** Bolt's event name → the manifest's subscription. */
  events: {
    app_mention: 'app_mention',
    message: 'message.im',
    app_home_opened: 'app_home_opened',
  },
  messageShortcut: 'check_message',
  globalShortcut: 'ask_tunnel',
  /** callback_id of the modal. */
  askView: 'ask_tunnel',
  /** action_ids that carry a command: button value, chosen option. */
  commandButton: /^cmd:\d+$/,
  commandMenu: /^choose:\d+$/,
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
