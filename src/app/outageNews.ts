// Outages of the database in the log of whoever runs the service: its beginning and its end, a line each.

import type { OutageNews } from '../stores/outage.js';
import type { Logger } from '../support/logger.js';

export function outageNews(log: Pick<Logger, 'error' | 'info'>): OutageNews {
  return {
    begun: (why) =>
      log.error(
        { why },
        `the database cannot be used: ${why}; what fails because of it is not logged until it is back`,
      ),
    over: (outage) => log.info(outage, 'the database can be used again'),
  };
}
