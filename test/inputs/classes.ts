// Every class of inputs by its name in the table; each is prepared only when it runs.
import type { InputClass } from './input.js';

export const classes: Readonly<Record<string, () => Promise<InputClass>>> = {
  'PAN-OS replies': async () => (await import('./panosReplies.js')).panosReplies(),
  'VICI bytes, swanctl.conf': async () => (await import('./vici.js')).viciBytes(),
  'configuration YAML': async () => (await import('./configuration.js')).configurations(),
  'playbook and signature YAML': async () => (await import('./knowledge.js')).knowledge(),
  'log files': async () => (await import('./logFiles.js')).logFiles(),
  'FIFO and other special files': async () => (await import('./specialFiles.js')).specialFiles(),
  'Slack over HTTP': async () => (await import('./slackHttp.js')).slackRequests(),
  'URLs elsewhere': async () => (await import('./urlsElsewhere.js')).urlsElsewhere(),
  DATABASE_URL: async () => (await import('./databaseUrl.js')).databaseUrls(),
  'unusable data folder': async () => (await import('./dataFolder.js')).dataFolders(),
};
