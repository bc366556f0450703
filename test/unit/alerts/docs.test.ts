// What docs/alerts.md shows works: its settings are settings, each of its bodies is taken, read and understood.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readBody } from '../../../src/alerts/read.js';
import { readSettings } from '../../../src/config/settings.js';

const page = readFileSync('docs/alerts.md', 'utf8');
const blocks = (kind: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${kind}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text = '']) => text);
const settings = () => readSettings(blocks('yaml')[0] ?? '', 'docs/alerts.md', {});

describe('docs/alerts.md', () => {
  it('shows settings that are taken as they stand', async () => {
    const { alerts, listen } = await settings();
    expect(listen.port).toBe(9464);
    expect(Object.values(alerts.secrets).every((secret) => secret !== null)).toBe(true);
  });

  it.each(['alertmanager', 'grafana', 'pagerduty', 'generic'] as const)(
    'shows a body of %s that is read',
    async (source) => {
      const { alerts } = await settings();
      const bodies = blocks('json');
      const body = bodies[['alertmanager', 'grafana', 'pagerduty', 'generic'].indexOf(source)] ?? '';
      const read = readBody(body, source, alerts.generic);
      expect(read).toMatchObject({ ok: true, source, alerts: [{ status: 'firing' }] });
      // Whoever sends it is also recognized by its shape, as `alert test` has to.
      expect(readBody(body, null, alerts.generic)).toMatchObject({ ok: true, source });
    },
  );

  it('names every setting of alerts that people may change', () => {
    for (const name of [
      'gatherSeconds',
      'requestsPerMinute',
      'alerts.labels',
      'alerts.patterns',
      'alerts.generic',
    ])
      expect(page).toContain(name);
  });
});
