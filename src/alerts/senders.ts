// What the senders of alerts are called.

import type { Alert } from './alert.js';

export const senderNames: Readonly<Record<Alert['source'], string>> = {
  alertmanager: 'Alertmanager',
  grafana: 'Grafana',
  pagerduty: 'PagerDuty',
  generic: 'the configured sender',
  channel: 'a message in this channel',
};
